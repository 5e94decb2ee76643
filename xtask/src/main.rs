//! The build of the npm package: cargo, then wasm-bindgen, then wasm-opt, all into `pkg/`; and beside
//! them what the page needs: the list of its files, and the page in one file.
//!
//! Run it as `npm run build`. wasm-bindgen is pinned by Cargo.lock, wasm-opt and esbuild by package-lock.json.

use std::error::Error;
use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const TARGET: &str = "wasm32-unknown-unknown";

/// A module of the package, built of one feature of the crate.
struct Module {
    name: &'static str,
    feature: &'static str,
    /// Whether a tenth of the speed is given for a twelfth of the size.
    is_small: bool,
    has_vectors: bool,
}

/// Everybody waits for the report; the check is loaded when it is wanted, the figures by the page, and
/// the report in parts by the command line's threads.
const MODULES: [Module; 4] = [
    Module { name: "fal_focus", feature: "report", is_small: true, has_vectors: true },
    Module { name: "fal_focus_check", feature: "check", is_small: false, has_vectors: false },
    Module { name: "fal_focus_figures", feature: "figures", is_small: false, has_vectors: true },
    Module { name: "fal_focus_parts", feature: "parts", is_small: false, has_vectors: true },
];

/// What is made of the modules, in this order.
const STEPS: [&str; 5] =
    ["inline-modules.mjs", "page-files.mjs", "single-file.mjs", "sbom.mjs", "size.mjs"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = project_root()?;
    let package = root.join("pkg");
    add_wasm_target()?;
    // What an earlier build left behind must not be shipped.
    make_empty(&package)?;
    let paths = path_flags(&root)?;
    for module in &MODULES {
        let built = compile(&root, module, &paths)?;
        copy_files(&finished(&root, module, &built)?, &package)?;
    }
    copy_files(&root.join("src/wasm/npm"), &package)?;
    // The modules as scripts; what the page is kept by, and the page in one file; what is in it all; how large it is.
    for step in STEPS {
        run(Command::new("node").arg(root.join("xtask").join(step)))?;
    }
    Ok(())
}

/// The crate with one feature.
fn compile(root: &Path, module: &Module, paths: &[String]) -> Result<PathBuf, Box<dyn Error>> {
    let target = folder_of(root, module);
    let flags = [paths, &compiler_flags(module)].concat();
    run(Command::new(cargo())
        .current_dir(root)
        // Flags with spaces in them, as paths may have, are one flag each.
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"))
        .args(["build", "--quiet", "--locked", "--release", "--lib", "--target", TARGET])
        .args(["--no-default-features", "--features", module.feature, "--target-dir"])
        .arg(&target))?;
    Ok(target.join(TARGET).join("release/fal_focus.wasm"))
}

/// A folder of the module's own: in one for all, cargo would make each anew with its flags every time.
fn folder_of(root: &Path, module: &Module) -> PathBuf {
    root.join("target/modules").join(module.name)
}

/// The folder with the glue and the module as they are shipped: made once of what cargo has built.
fn finished(root: &Path, module: &Module, built: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let folder = folder_of(root, module).join("finished");
    let (files, note) = (folder.join("files"), folder.join("made-of"));
    // The tools are this program, and those that npm has installed.
    let installed = root.join("node_modules/.package-lock.json");
    if !installed.exists() {
        return Err("npm's packages are missing: run `npm ci` first".into());
    }
    let made_of = hash_of(&[built, &env::current_exe()?, &installed])?.to_string();
    let is_made = fs::read_to_string(&note).is_ok_and(|before| before == made_of);
    if is_made && files.is_dir() {
        return Ok(files);
    }
    // The note goes first and comes last: nothing half made is taken for finished.
    if note.exists() {
        fs::remove_file(&note)?;
    }
    make_empty(&files)?;
    let bound = bind(root, built, module.name, &files)?;
    optimise(root, &bound, module)?;
    fs::write(note, made_of)?;
    Ok(files)
}

fn hash_of(files: &[&Path]) -> Result<u64, Box<dyn Error>> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        hasher.write(&fs::read(file)?);
    }
    Ok(hasher.finish())
}

/// The module names source files in its messages: by the same names on every machine, whatever its
/// folders, its registry and its toolchain's parts are.
fn path_flags(root: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let home = env::home_dir().ok_or("there is no home folder")?;
    let cargo_home = env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let sysroot = PathBuf::from(printed_by_rustc(&["--print", "sysroot"])?.trim());
    let version = printed_by_rustc(&["-vV"])?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: "));
    // As it names the library's files by itself, where their sources are not installed.
    let library = format!("/rustc/{}", commit.unwrap_or("unknown"));
    // Where several match, the last one counts.
    let mut names = vec![(root.to_owned(), "fal-focus"), (cargo_home.clone(), "cargo")];
    names.extend(registry_folders(root, &cargo_home)?.into_iter().map(|folder| (folder, "crates")));
    names.push((sysroot.join("lib/rustlib/src/rust"), &library));
    let flag = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    Ok(names.iter().map(|(from, to)| flag(from, to)).collect())
}

/// Where cargo has unpacked the crates: folders that are named after the registry.
fn registry_folders(root: &Path, cargo_home: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    run(Command::new(cargo())
        .current_dir(root)
        .args(["fetch", "--quiet", "--locked", "--target", TARGET]))?;
    let sources = cargo_home.join("registry/src");
    // None where the crates are vendored.
    if !sources.exists() {
        return Ok(Vec::new());
    }
    Ok(fs::read_dir(sources)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?)
}

/// What the module is made for.
fn compiler_flags(module: &Module) -> Vec<String> {
    // SHA-256 in a third of the size: it only runs where a manifest is given.
    let mut flags =
        vec!["--cfg", "sha2_backend=\"soft\"", "--cfg", "sha2_backend_soft=\"compact\""];
    // What is called in many places is called there, not copied there, and few loops are unrolled.
    // Where every line item passes, functions ask to be copied (`inline(always)`).
    if module.is_small {
        flags.extend(["-Cllvm-args=-inline-threshold=25", "-Cllvm-args=-unroll-threshold=40"]);
    }
    // Texts are copied and compared in blocks, which are registers then; every engine has them since
    // 2023. To the check they bring nothing.
    if module.has_vectors {
        flags.push("-Ctarget-feature=+simd128");
    }
    flags.into_iter().map(str::to_owned).collect()
}

fn project_root() -> Result<PathBuf, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    Ok(root.ok_or("xtask stands in the project's folder")?.to_owned())
}

/// A fresh machine has no standard library for wasm.
fn add_wasm_target() -> Result<(), Box<dyn Error>> {
    let folder = printed_by_rustc(&["--print", "target-libdir", "--target", TARGET])?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    run(Command::new("rustup").args(["target", "add", TARGET]))
}

fn printed_by_rustc(args: &[&str]) -> Result<String, Box<dyn Error>> {
    let output = Command::new("rustc").args(args).output()?;
    Ok(String::from_utf8(output.stdout)?)
}

/// The JavaScript glue, and the module it loads.
fn bind(root: &Path, built: &Path, name: &str, folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(built)
        .out_name(name)
        .web(true)?
        // Where the module is, each entry knows for its hosts.
        .omit_default_module_path(true)
        // A module that has stopped is made anew.
        .reset_state_function(true)
        // The public types are written by hand, in one file.
        .typescript(false)
        .generate(folder)?;
    shorten(root, &folder.join(format!("{name}.js")))?;
    Ok(folder.join(format!("{name}_bg.wasm")))
}

/// Nobody reads the glue: it goes without comments and long names.
fn shorten(root: &Path, glue: &Path) -> Result<(), Box<dyn Error>> {
    let mut command = development_tool(root, "esbuild")?;
    command.arg(glue).args(["--minify", "--log-level=error", "--allow-overwrite"]);
    command.arg(format!("--outfile={}", glue.display()));
    run(&mut command)
}

/// A command of the project's own `node_modules`.
fn development_tool(root: &Path, name: &str) -> Result<Command, Box<dyn Error>> {
    let tool = root.join("node_modules/.bin").join(name);
    if !tool.exists() {
        return Err(format!("{name} is missing: run `npm ci` first").into());
    }
    Ok(Command::new(tool))
}

/// No feature flags: the module names the features it uses, and `--all-features` writes imports
/// that Node 20 cannot read. The lowest kilobyte is the far end of the stack: no constant below it
/// is an address.
fn optimise(root: &Path, bound: &Path, module: &Module) -> Result<(), Box<dyn Error>> {
    let mut command = development_tool(root, "wasm-opt")?;
    command.args(["-O3", "--low-memory-unused"]).arg(bound).arg("-o").arg(bound);
    if module.is_small {
        // Inlining makes a module 2 % larger once it is compressed; branches that are laid out
        // anew make it 1 % smaller.
        command.args(["--skip-pass=inlining-optimizing", "--flatten", "--rereloop", "-O3", "-O3"]);
    }
    run(&mut command)
}

fn make_empty(folder: &Path) -> Result<(), Box<dyn Error>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

fn copy_files(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

fn cargo() -> impl AsRef<OsStr> {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let status = command.status().map_err(|error| format!("{command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} failed: {status}").into()) }
}
