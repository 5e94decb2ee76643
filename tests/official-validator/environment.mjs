// The official validator in an environment of its own: its Python, and the commands that make it.

const FOLDER = "target/official-validator";

export const VALIDATOR = `${FOLDER}/bin/python`;

export const MAKE = ["python3", ["-m", "venv", FOLDER]];
export const INSTALL = [VALIDATOR, ["-m", "pip", "install", "--quiet", "--ignore-requires-python", "-r", "tests/official-validator/requirements.txt"]];
