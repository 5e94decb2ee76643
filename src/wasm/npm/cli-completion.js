// `fal-focus completion`: what bash, zsh and fish need to complete a command line, of the tables of options.

import { COMMANDS, DEFAULT_COMMAND, SHELLS, optionsOf } from "./cli-commands.js";
import { FalFocusError } from "./host.js";

const WRITERS = { bash, zsh, fish };
const NAMES = Object.keys(COMMANDS);

export function completionFor(shell) {
  if (shell) return WRITERS[shell]();
  throw new FalFocusError("invalid_option", "completion needs the name of a shell", { field: "SHELL", hint: `There are ${SHELLS.join(", ")}; \`fal-focus help completion\` says where it goes.` });
}

/** Every option of every command. */
function everyOption(write) {
  return NAMES.flatMap((command) => optionsOf(command).map((option) => write(command, option)));
}

// bash: a word that nothing is said of is completed as a file, which bash does by itself.

function bash() {
  const values = everyOption((command, option) => bashValue(command, option)).filter(Boolean);
  const options = NAMES.map((command) => `      ${command}) words="${optionsOf(command).map(({ name }) => `--${name}`).join(" ")}" ;;`);
  const operands = NAMES.map((command) => bashOperand(command, COMMANDS[command].operands)).filter(Boolean);
  return `# The completion of fal-focus in bash: eval "$(fal-focus completion bash)"
_fal_focus() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=
  # bash takes --option=value for three words.
  if [[ $before == = ]]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [[ $word == = ]]; then word=; fi
  if [[ $COMP_CWORD == 1 || ! " ${NAMES.join(" ")} " == *" $command "* ]]; then command=${DEFAULT_COMMAND}; fi
  COMPREPLY=()
  case $command:$before in
${values.join("\n")}
    *)
      if [[ $word == -* ]]; then
        case $command in
${options.map((line) => `    ${line}`).join("\n")}
        esac
      elif [[ $COMP_CWORD == 1 ]]; then
        words="${NAMES.join(" ")}"
      else
        case $command in
${operands.join("\n")}
        esac
      fi ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _fal_focus fal-focus
`;
}

function bashValue(command, { name, short, value, words, path }) {
  if (value === undefined) return undefined;
  const written = [`--${name}`, ...(short ? [`-${short}`] : [])].map((option) => `${command}:${option}`).join("|");
  if (words) return `    ${written}) words="${words.join(" ")}" ;;`;
  if (path === "file") return `    ${written}) return ;;`;
  if (path === "folder") return `    ${written}) local IFS=$'\\n'; compopt -o filenames 2> /dev/null; COMPREPLY=($(compgen -d -- "$word")); return ;;`;
  return `    ${written}) compopt +o default 2> /dev/null; return ;;`;
}

function bashOperand(command, { most, words, path }) {
  if (words) return `          ${command}) words="${words.join(" ")}" ;;`;
  return most === 0 || !path ? `          ${command}) compopt +o default 2> /dev/null ;;` : undefined;
}

// zsh

function zsh() {
  const commands = Object.entries(COMMANDS).map(([name, { about }]) => `    ${quoted(`${name}:${about}`)}`);
  const cases = NAMES.map((command) => {
    const specs = [...optionsOf(command).map(zshOption), ...zshOperand(COMMANDS[command].operands)];
    return `    ${command})\n      _arguments -S -s \\\n        ${specs.join(" \\\n        ")} ;;`;
  });
  return `#compdef fal-focus
# The completion of fal-focus in zsh: source <(fal-focus completion zsh), behind compinit
_fal_focus() {
  local command=${DEFAULT_COMMAND}
  local -a commands=(
${commands.join("\n")}
  )
  if (( CURRENT > 2 )) && [[ -n \${(M)commands:#\${words[2]}:*} ]]; then
    command=\${words[2]}
    shift words
    (( CURRENT -= 1 ))
  elif (( CURRENT == 2 )) && [[ \${words[2]} != -* ]]; then
    _describe command commands
  fi
  case $command in
${cases.join("\n")}
  esac
}
if [[ \${funcstack[1]} == _fal_focus ]]; then _fal_focus "$@"; else compdef _fal_focus fal-focus; fi
`;
}

function zshOption(option) {
  const { name, short, value, about } = option;
  const said = `[${escaped(about)}]`;
  if (value === undefined) return short ? `${quoted(`(-${short} --${name})`)}{-${short},--${name}}${quoted(said)}` : quoted(`--${name}${said}`);
  const argument = `:${value}:${zshValue(option)}`;
  if (!short) return quoted(`--${name}=${said}${argument}`);
  return `${quoted(`(-${short} --${name})`)}{-${short}+,--${name}=}${quoted(`${said}${argument}`)}`;
}

function zshValue({ words, path }) {
  if (words) return `(${words.join(" ")})`;
  if (path) return path === "file" ? "_files" : "_files -/";
  return " ";
}

function zshOperand({ most, words, path }) {
  if (words) return [quoted(`1:word:(${words.join(" ")})`)];
  if (!path || most === 0) return [];
  return [quoted(`${most === 1 ? "1" : "*"}:file:_files`)];
}

/** Brackets and colons divide what zsh is told of an option. */
function escaped(text) {
  return text.replaceAll(/[\\[\]:]/g, "\\$&");
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

// fish

function fish() {
  const commands = Object.entries(COMMANDS).map(([name, { about }]) => `complete -c fal-focus -n __fal_focus_is_first -a ${name} -d ${fishQuoted(about)}`);
  const operands = Object.entries(COMMANDS).map(([name, { operands }]) => fishOperand(name, operands)).filter(Boolean);
  return `# The completion of fal-focus in fish: fal-focus completion fish > ~/.config/fish/completions/fal-focus.fish
function __fal_focus_is_first
    test (count (commandline -opc)) = 1
end
function __fal_focus_is
    set -l words (commandline -opc)
    set -l command ${DEFAULT_COMMAND}
    if set -q words[2]; and contains -- $words[2] ${NAMES.join(" ")}
        set command $words[2]
    end
    test $command = $argv[1]
end
${[...commands, ...operands, ...everyOption(fishOption)].join("\n")}
`;
}

function fishOption(command, { name, short, value, words, path, about }) {
  const shortOption = short ? ` -s ${short}` : "";
  return `complete -c fal-focus -n '__fal_focus_is ${command}' -l ${name}${shortOption}${fishValue({ value, words, path })} -d ${fishQuoted(about)}`;
}

function fishValue({ value, words, path }) {
  if (value === undefined) return "";
  if (words) return ` -x -a ${fishQuoted(words.join(" "))}`;
  if (path === "file") return " -r -F";
  return path === "folder" ? ` -x -a '(__fish_complete_directories)'` : " -x";
}

function fishOperand(command, { most, words, path }) {
  if (words) return `complete -c fal-focus -n '__fal_focus_is ${command}' -f -a ${fishQuoted(words.join(" "))}`;
  return most === 0 || !path ? `complete -c fal-focus -n '__fal_focus_is ${command}' -f` : undefined;
}

function fishQuoted(text) {
  return `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
}
