//! The demo academy's qualification: police basic training. Two holes are in it on purpose: an outcome that nothing judges, and a
//! task that nothing prepares for.

use chrono::{Days, NaiveDate};
use rust_xlsxwriter::{Format, Workbook};

/// Its code.
pub(super) const CODE: &str = "PBT-4";

#[rustfmt::skip]
const UNITS: &[[&str; 6]] = &[
    ["U1", "Law and human rights", "Ligji dhe të drejtat e njeriut", "Pravo i ljudska prava", "20", "200"],
    ["U2", "Patrol and first response", "Patrullimi dhe reagimi i parë", "Patrola i prvi odgovor", "25", "250"],
    ["U3", "Scene and evidence", "Vendi i ngjarjes dhe provat", "Mesto događaja i dokazi", "15", "150"],
];

#[rustfmt::skip]
const OUTCOMES: &[[&str; 4]] = &[
    ["U1", "LO1", "Knowledge", "Explains the powers and duties of a police officer and their limits."],
    ["U1", "LO2", "Responsibility and autonomy", "Answers for respect of human rights in every contact with the public."],
    ["U2", "LO3", "Skills", "Carries out a patrol and reports on it."],
    ["U2", "LO4", "Skills", "Stops and checks persons and vehicles lawfully and safely."],
    ["U2", "LO5", "Skills", "Gives first aid until help arrives."],
    ["U3", "LO6", "Skills", "Secures a scene and keeps others out."],
    ["U3", "LO7", "Knowledge", "Describes how traces are protected until the forensic unit takes over."],
];

#[rustfmt::skip]
const CRITERIA: &[[&str; 3]] = &[
    ["LO1", "AC1.1", "Names the legal ground of each power in four given situations."],
    ["LO1", "AC1.2", "Tells where the power ends."],
    ["LO2", "AC2.1", "Recognises three violations in a recorded contact and says what to do."],
    ["LO3", "AC3.1", "Plans, carries out and reports a patrol without a gap."],
    ["LO4", "AC4.1", "Checks a vehicle in the prescribed order."],
    ["LO5", "AC5.1", "Resuscitates on a model by the current guideline."],
    ["LO6", "AC6.1", "Sets up a cordon in a set scene within ten minutes."],
];

#[rustfmt::skip]
const TASKS: &[[&str; 4]] = &[
    ["Keeping order", "T1", "Patrols an area and responds to calls", "LO1, LO3"],
    ["Keeping order", "T2", "Checks persons and vehicles", "LO1, LO2, LO4"],
    ["Helping people", "T3", "Gives first aid at the scene", "LO5"],
    ["Helping people", "T4", "Supports victims of domestic violence", ""],
    ["Investigating", "T5", "Secures the scene of a crime", "LO6, LO7"],
];

/// The qualification as a workbook that the import reads.
pub(super) fn workbook(today: NaiveDate) -> anyhow::Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let sheet = workbook.add_worksheet().set_name("Qualification")?;
    #[rustfmt::skip]
    let head = [
        ("Code", CODE), ("Title EN", "Police basic training"), ("Title SQ", "Trajnimi themelor policor"),
        ("Title SR", "Osnovna policijska obuka"), ("Type", "T.D"), ("NQF level", "4"), ("EQF level", "4"), ("Credits", "60"),
        ("Awarding body", "Academy for Public Safety (demo)"),
    ];
    for (column, (heading, value)) in (0..).zip(head) {
        sheet.write_string(0, column, heading)?;
        sheet.write_string(1, column, value)?;
    }
    for (column, heading, days) in [(9, "Valid from", 0), (10, "Valid until", 1_095)] {
        sheet.write_string(0, column, heading)?;
        sheet.write_datetime_with_format(1, column, today + Days::new(days), &day)?;
    }
    table(
        &mut workbook,
        "Units",
        &["Code", "Title EN", "Title SQ", "Title SR", "Credits", "Hours"],
        UNITS,
    )?;
    table(&mut workbook, "Outcomes", &["Unit", "Code", "Domain", "Statement"], OUTCOMES)?;
    table(&mut workbook, "Criteria", &["Outcome", "Code", "Statement"], CRITERIA)?;
    table(&mut workbook, "Tasks", &["Duty", "Code", "Task", "Outcomes"], TASKS)?;
    Ok(workbook.save_to_buffer()?)
}

fn table<const N: usize>(
    workbook: &mut Workbook,
    name: &str,
    headings: &[&str; N],
    rows: &[[&str; N]],
) -> anyhow::Result<()> {
    let sheet = workbook.add_worksheet().set_name(name)?;
    for (row, cells) in (0..).zip(std::iter::once(headings).chain(rows)) {
        for (column, cell) in (0..).zip(cells) {
            if !cell.is_empty() {
                sheet.write_string(row, column, *cell)?;
            }
        }
    }
    Ok(())
}
