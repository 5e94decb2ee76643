//! Changes of a CSV that leave it one: cells, rows and columns are replaced, repeated, exchanged and
//! taken away. A part of the changes stays libFuzzer's own.

use fal_focus::focus::column::columns_of;
use fal_focus::focus::version::FocusVersion;
use libfuzzer_sys::fuzzer_mutate;

use super::CHOICES;
use super::invariants::dice::Dice;

/// Cells that rules, types and spreadsheets have something to say about.
const CELLS: [&[u8]; 48] = [
    b"",
    b"NULL",
    b"null",
    b"N/A",
    b"0",
    b"0.0",
    b"-0.0",
    b"0.5",
    b"-2.0",
    b"10",
    b"007",
    b"1,000",
    b"1e80",
    b"1e-80",
    b"00.10",
    b"7.25E-2",
    b".5",
    b"5.",
    b"12 %",
    b"soon",
    b"true",
    b"12345678901234567890.123456789",
    b"0.1234567890123456789012345678901234567890",
    b"2025-03-18",
    b"2025-03-18T00:00:00Z",
    b"2025-03-18T04:00:00Z",
    b"2025-03-18T00:00:00+05:30",
    b"2025-02-03T01:00:00Z",
    b"2026-10-01T00:00:00Z",
    b"2025-04-01T00:00:00Z",
    b"0000-01-01T00:00:00Z",
    b"9999-12-31T23:59:59Z",
    b"Usage",
    b"Credit",
    b"Tax",
    b"Purchase",
    b"Adjustment",
    b"Correction",
    b"Committed",
    b"USD",
    b"usd",
    b"{}",
    b"{\"a\":1,\"a\":2}",
    b"{\"a\":{\"b\":[1,null]}}",
    b"a \"b\",\nc",
    b"=1+1",
    b"'x",
    "\u{e9}\u{1f600}\u{feff}".as_bytes(),
];

pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut dice = Dice(u64::from(seed));
    if size < CHOICES || dice.below(3) == 0 {
        return fuzzer_mutate(data, size, max_size);
    }
    let mut choices = data[..CHOICES].to_vec();
    if dice.below(10) == 0 {
        choices[dice.below(CHOICES)] = dice.below(256) as u8;
    }
    let mut table = read(&data[CHOICES..size]);
    for _ in 0..1 + dice.below(3) {
        change(&mut table, &mut dice);
    }
    let line_end: &[u8] = if dice.below(20) == 0 { b"\r\n" } else { b"\n" };
    let quotes = dice.below(12) == 0;
    for row in &table {
        let cells: Vec<Vec<u8>> = row.iter().map(|cell| written(cell, quotes)).collect();
        choices.extend(cells.join(&b','));
        choices.extend(line_end);
    }
    choices.truncate(max_size);
    data[..choices.len()].copy_from_slice(&choices);
    choices.len()
}

type Row = Vec<Vec<u8>>;

fn change(table: &mut Vec<Row>, dice: &mut Dice) {
    let Some(width) = table.first().map(Vec::len) else { return };
    let (row, other) = (dice.below(table.len()), dice.below(table.len()));
    let (column, elsewhere) = (dice.below(width), dice.below(width));
    let cell = |table: &[Row], row: usize, column: usize| {
        table.get(row).and_then(|row| row.get(column)).cloned().unwrap_or_default()
    };
    let names: Vec<&str> =
        FocusVersion::ALL.iter().flat_map(|version| columns_of(*version)).map(|c| c.name).collect();
    match dice.below(10) {
        0..=2 => set(table, row.max(1), column, CELLS[dice.below(CELLS.len())].to_vec()),
        3 => {
            let value = cell(table, other, column);
            set(table, row.max(1), column, value);
        }
        4 => {
            let value = cell(table, row.max(1), elsewhere);
            set(table, row.max(1), column, value);
        }
        5 => table.insert(row.max(1), table[other.max(1).min(table.len() - 1)].clone()),
        6 if table.len() > 2 => drop(table.remove(row.max(1))),
        7 => {
            table.iter_mut().filter(|row| row.len() > 1).for_each(|row| {
                row.remove(column.min(row.len() - 1));
            });
        }
        8 => {
            let name = match dice.below(5) {
                0 => format!("x_{}", dice.below(9)),
                _ => names[dice.below(names.len())].to_owned(),
            };
            let value = CELLS[dice.below(CELLS.len())];
            for (at, row) in table.iter_mut().enumerate() {
                let cell = if at == 0 { name.as_bytes() } else { value };
                row.insert(column.min(row.len()), cell.to_vec());
            }
        }
        _ => table.iter_mut().for_each(|row| {
            if column.max(elsewhere) < row.len() {
                row.swap(column, elsewhere);
            }
        }),
    }
}

fn set(table: &mut [Row], row: usize, column: usize, value: Vec<u8>) {
    if let Some(cell) = table.get_mut(row).and_then(|row| row.get_mut(column)) {
        *cell = value;
    }
}

/// The cells of a CSV, sound or not.
fn read(csv: &[u8]) -> Vec<Row> {
    let mut table: Vec<Row> = Vec::new();
    let mut row = vec![Vec::new()];
    let mut is_quoted = false;
    for (at, byte) in csv.iter().enumerate() {
        match byte {
            b'"' if is_quoted && csv.get(at + 1) == Some(&b'"') => is_quoted = false,
            b'"' => {
                // The second of two, which are one.
                if !is_quoted
                    && at > 0
                    && csv[at - 1] == b'"'
                    && row.last().is_some_and(|c| !c.is_empty())
                {
                    row.last_mut().into_iter().for_each(|cell| cell.push(b'"'));
                }
                is_quoted = !is_quoted;
            }
            b',' if !is_quoted => row.push(Vec::new()),
            b'\n' if !is_quoted => table.push(std::mem::replace(&mut row, vec![Vec::new()])),
            b'\r' if !is_quoted => {}
            _ => row.last_mut().into_iter().for_each(|cell| cell.push(*byte)),
        }
    }
    if row.len() > 1 || !row[0].is_empty() {
        table.push(row);
    }
    table
}

fn written(cell: &[u8], quotes: bool) -> Vec<u8> {
    if !quotes && !cell.iter().any(|byte| b",\"\n\r".contains(byte)) {
        return cell.to_vec();
    }
    let doubled: Vec<u8> = cell
        .iter()
        .flat_map(|byte| std::iter::repeat_n(*byte, if *byte == b'"' { 2 } else { 1 }))
        .collect();
    [b"\"".as_slice(), &doubled, b"\""].concat()
}
