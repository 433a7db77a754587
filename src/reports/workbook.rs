//! The readiness report. It renders what `analyse` returned and works nothing out itself.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rust_xlsxwriter::{
    Chart, ChartType, Color, ConditionalFormatText, ConditionalFormatTextRule, Format, Workbook,
    Worksheet, XlsxError,
};

use super::table::{self, Cell, Column, Formats, write_text};
use super::{cover, decided, found};
use crate::entities::{Confidentiality, EvidenceStatus, criterion, evidence_item, institution};
use crate::evidence::sight::Sight;
use crate::language::{Language, Worded as _};
use crate::readiness::result::{About, Gap, GapKind, Severity, Status};
use crate::readiness::store::Assessed;

/// Everything a report is made of.
pub struct Report<'a> {
    pub assessed: &'a Assessed,
    pub institution: &'a institution::Model,
    pub evidence: &'a [evidence_item::Model],
    /// What of it the reader may open.
    pub sight: &'a Sight,
    pub language: Language,
    pub made_at: DateTime<Utc>,
    /// Who made it: a name, or the program's.
    pub made_by: &'a str,
    /// Holes of the qualification that the assessment is about, if it is about one.
    pub qualification: Option<QualificationSheet>,
}

/// A qualification's coverage, ready to be written: its heading row and its rows.
pub struct QualificationSheet {
    pub headings: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// The report as the bytes of an `.xlsx` file. Takes time: not for the threads that serve pages.
pub fn write(report: &Report<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let formats = Formats::new();
    cover::write(workbook.add_worksheet(), &formats, report)?;
    dashboard(workbook.add_worksheet(), &formats, report)?;
    criteria(workbook.add_worksheet(), &formats, report)?;
    gaps(workbook.add_worksheet(), &formats, report)?;
    if !report.assessed.findings.is_empty() {
        found::sheet(workbook.add_worksheet(), &formats, report)?;
    }
    evidence(workbook.add_worksheet(), &formats, report)?;
    decided::sheet(workbook.add_worksheet(), &formats, report)?;
    if let Some(it) = &report.qualification {
        qualification(workbook.add_worksheet(), &formats, report.language, it)?;
    }
    workbook.save_to_buffer()
}

pub(super) fn whole(number: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let number = number as f64;
    number
}

pub(super) fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

fn dashboard(
    sheet: &mut Worksheet,
    formats: &Formats,
    report: &Report<'_>,
) -> Result<(), XlsxError> {
    let (it, language) = (report.assessed, report.language);
    let name = language.text("sheet-dashboard");
    sheet.set_name(&name)?;
    let levels = it.edition.levels.len();
    let areas: Vec<_> = it.readiness.areas.iter().filter(|it| it.summary.counted > 0).collect();
    let mut headings = vec![
        language.text("readiness-area"),
        language.text("readiness-index"),
        language.text("report-coverage"),
    ];
    headings.extend(
        (0..levels)
            .rev()
            .map(|level| it.level(language, u8::try_from(level).unwrap_or(u8::MAX)).to_owned()),
    );
    headings.push(language.text("gap-not_rated"));
    sheet.set_column_width(0, 44.0)?;
    for (column, heading) in (0..).zip(&headings) {
        sheet.write_with_format(0, column, heading.as_str(), &formats.heading)?;
    }
    for (row, area) in (1..).zip(&areas) {
        let criterion = &it.whole.criteria[area.criterion];
        write_text(
            sheet,
            row,
            0,
            &format!("{} {}", criterion.code, criterion.title.get(language)),
            &formats.text,
        )?;
        if let Some(index) = area.summary.index {
            sheet.write_number(row, 1, tenths(index))?;
        }
        sheet.write_number(row, 2, tenths(area.summary.coverage))?;
        for (column, level) in (3..).zip(area.summary.levels.iter().rev()) {
            sheet.write_number(row, column, whole(*level))?;
        }
        let column = u16::try_from(3 + levels).unwrap_or(u16::MAX);
        sheet.write_number(row, column, whole(area.summary.counted - area.summary.rated))?;
    }
    let last = u32::try_from(areas.len()).unwrap_or(u32::MAX);
    let severity_row = last + 3;
    sheet.write_with_format(severity_row, 0, language.text("severity"), &formats.heading)?;
    sheet.write_with_format(severity_row, 1, language.text("gaps"), &formats.heading)?;
    for (row, (severity, count)) in
        (severity_row + 1..).zip(Severity::ALL.iter().zip(it.readiness.whole.gaps))
    {
        sheet.write(row, 0, language.word(severity))?;
        sheet.write_number(row, 1, whole(count))?;
    }
    let width = u16::try_from(headings.len()).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last, width.saturating_sub(1))?;
    sheet.set_freeze_panes(1, 0)?;
    if last > 0 {
        charts(sheet, report, &name, last, severity_row)?;
    }
    table::print_setup(sheet);
    Ok(())
}

fn charts(
    sheet: &mut Worksheet,
    report: &Report<'_>,
    name: &str,
    last: u32,
    severity_row: u32,
) -> Result<(), XlsxError> {
    let (it, language) = (report.assessed, report.language);
    let levels = it.edition.levels.len();
    let mut stacked = Chart::new(ChartType::BarPercentStacked);
    stacked.title().set_name(language.text("report-levels-by-area").as_str());
    for (column, level) in (3_u16..).zip((0..levels).rev()) {
        let level = u8::try_from(level).unwrap_or(u8::MAX);
        stacked
            .add_series()
            .set_name((name, 0, column))
            .set_categories((name, 1, 0, last, 0))
            .set_values((name, 1, column, last, column))
            .set_format(rust_xlsxwriter::ChartFormat::new().set_solid_fill(
                rust_xlsxwriter::ChartSolidFill::new().set_color(colours(it.tone(level)).0),
            ));
    }
    let unrated = u16::try_from(3 + levels).unwrap_or(u16::MAX);
    stacked
        .add_series()
        .set_name((name, 0, unrated))
        .set_categories((name, 1, 0, last, 0))
        .set_values((name, 1, unrated, last, unrated));
    stacked.set_width(760).set_height(380);
    let mut severities = Chart::new(ChartType::Column);
    severities.title().set_name(language.text("readiness-gaps").as_str());
    severities
        .add_series()
        .set_name((name, severity_row, 1_u16))
        .set_categories((name, severity_row + 1, 0, severity_row + 4, 0))
        .set_values((name, severity_row + 1, 1, severity_row + 4, 1));
    severities.legend().set_hidden();
    severities.set_width(760).set_height(300);
    let right = u16::try_from(5 + levels).unwrap_or(u16::MAX);
    sheet.insert_chart(0, right, &stacked)?;
    sheet.insert_chart(20, right, &severities)?;
    Ok(())
}

/// Ink and ground of a tone.
fn colours(tone: &str) -> (Color, Color) {
    match tone {
        "good" => (Color::RGB(0x001E_6B3A), Color::RGB(0x00C6_EFCE)),
        "fair" => (Color::RGB(0x007A_8500), Color::RGB(0x00EE_F2B8)),
        "poor" => (Color::RGB(0x00B8_6200), Color::RGB(0x00FD_E0BC)),
        _ => (Color::RGB(0x00A1_1D21), Color::RGB(0x00FF_C7CE)),
    }
}

fn colour(
    sheet: &mut Worksheet,
    column: u16,
    last: u32,
    word: &str,
    tone: &str,
) -> Result<(), XlsxError> {
    if word.is_empty() || last == 0 {
        return Ok(());
    }
    let (ink, ground) = colours(tone);
    let rule = ConditionalFormatText::new()
        .set_rule(ConditionalFormatTextRule::BeginsWith(word.to_owned()))
        .set_format(Format::new().set_font_color(ink).set_background_color(ground));
    sheet.add_conditional_format(1, column, last, column, &rule)?;
    Ok(())
}

/// Place, criterion and status: a row of the matrix.
pub(super) type Row<'a> = (usize, &'a criterion::Model, &'a Status);

/// The columns of the matrix.
fn criteria_columns(it: &Assessed, language: Language) -> Vec<Column<'_, Row<'_>>> {
    let mut gaps_of: HashMap<usize, usize> = HashMap::new();
    for gap in &it.readiness.gaps {
        *gaps_of.entry(gap.criterion).or_default() += 1;
    }
    let level = move |level: Option<u8>| {
        level.map_or(Cell::Nothing, |level| Cell::Text(it.level(language, level)))
    };
    let yes = language.text("yes");
    let checked = language.text("provenance-checked");
    let recalled = language.text("provenance-recalled");
    let apart = it
        .whole
        .head
        .scale
        .as_ref()
        .and_then(|it| it.not_applicable.as_ref())
        .map_or("", |it| it.title.get(language));
    vec![
        Column::new(language.text("criterion"), 12.0, |row: Row<'_>| Cell::Own(row.1.code.clone())),
        Column::new(language.text("criterion-title"), 50.0, move |row: Row<'_>| {
            Cell::Own(row.1.title.get(language).to_owned())
        }),
        Column::new(language.text("criterion-mandatory"), 11.0, move |row: Row<'_>| {
            if row.1.mandatory { Cell::Own(yes.clone()) } else { Cell::Nothing }
        }),
        Column::new(language.text("level"), 26.0, move |row: Row<'_>| {
            if row.2.not_applicable { Cell::Text(apart) } else { level(row.2.level) }
        }),
        Column::new(language.text("round-self"), 20.0, move |row: Row<'_>| level(row.2.rounds[0])),
        Column::new(language.text("round-internal"), 20.0, move |row: Row<'_>| {
            level(row.2.rounds[1])
        }),
        Column::new(language.text("round-external"), 20.0, move |row: Row<'_>| {
            level(row.2.rounds[2])
        }),
        Column::new(language.text("report-needed"), 24.0, move |row: Row<'_>| {
            if it.edition.criteria[row.0].assessable {
                Cell::Text(it.level(language, row.2.needed))
            } else {
                Cell::Nothing
            }
        }),
        Column::new(language.text("report-linked"), 11.0, |row: Row<'_>| {
            Cell::Number(row.2.linked.into())
        }),
        Column::new(language.text("report-usable"), 11.0, |row: Row<'_>| {
            Cell::Number(row.2.usable.into())
        }),
        Column::new(language.text("gaps"), 9.0, move |row: Row<'_>| {
            Cell::Number(whole(gaps_of.get(&row.0).copied().unwrap_or_default()))
        }),
        Column::new(language.text("criterion-provenance"), 22.0, move |row: Row<'_>| {
            Cell::Own(if row.1.provenance == "checked" {
                checked.clone()
            } else {
                recalled.clone()
            })
        }),
    ]
}

fn criteria(
    sheet: &mut Worksheet,
    formats: &Formats,
    report: &Report<'_>,
) -> Result<(), XlsxError> {
    let (it, language) = (report.assessed, report.language);
    sheet.set_name(language.text("sheet-criteria"))?;
    let mut columns = criteria_columns(it, language);
    columns.extend(decided::further(it, language));
    let rows: Vec<Row<'_>> = it
        .whole
        .criteria
        .iter()
        .zip(&it.readiness.criteria)
        .enumerate()
        .filter(|(place, _)| it.scope[*place].is_in())
        .map(|(place, (criterion, status))| (place, criterion, status))
        .collect();
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    table::write(sheet, formats, &columns, rows.into_iter())?;
    for place in 0..it.edition.levels.len() {
        let level = u8::try_from(place).unwrap_or(u8::MAX);
        for column in 3..=6 {
            colour(sheet, column, last, it.level(language, level), it.tone(level))?;
        }
    }
    Ok(())
}

fn gaps(sheet: &mut Worksheet, formats: &Formats, report: &Report<'_>) -> Result<(), XlsxError> {
    let (it, language) = (report.assessed, report.language);
    sheet.set_name(language.text("gap-list"))?;
    // Words and sentences are looked up once, not once a row: most gaps say the same as another.
    let kinds = GapKind::ALL.map(|it| language.word(&it));
    let severities = Severity::ALL.map(|it| language.word(&it));
    let mut sentences: HashMap<(GapKind, About), String> = HashMap::new();
    for gap in &it.readiness.gaps {
        sentences.entry((gap.kind, gap.about)).or_insert_with(|| it.sentence(language, gap));
    }
    let columns: Vec<Column<'_, &Gap>> = vec![
        Column::new(language.text("criterion"), 12.0, |gap: &Gap| {
            Cell::Text(it.code(gap.criterion))
        }),
        Column::new(language.text("criterion-title"), 40.0, |gap: &Gap| {
            Cell::Text(it.whole.criteria[gap.criterion].title.get(language))
        }),
        Column::new(language.text("severity"), 12.0, |gap: &Gap| {
            Cell::Text(&severities[gap.severity as usize])
        }),
        Column::new(language.text("gap-kind"), 24.0, |gap: &Gap| {
            Cell::Text(&kinds[gap.kind as usize])
        }),
        Column::new(language.text("gap-closes"), 80.0, |gap: &Gap| {
            sentences.get(&(gap.kind, gap.about)).map_or(Cell::Nothing, |it| Cell::Text(it))
        }),
    ];
    table::write(sheet, formats, &columns, it.readiness.gaps.iter())?;
    let last = u32::try_from(it.readiness.gaps.len()).unwrap_or(u32::MAX);
    for severity in &Severity::ALL[..3] {
        colour(sheet, 2, last, &language.text(severity.key()), severity.tone())?;
    }
    Ok(())
}

fn evidence(
    sheet: &mut Worksheet,
    formats: &Formats,
    report: &Report<'_>,
) -> Result<(), XlsxError> {
    let language = report.language;
    sheet.set_name(language.text("evidence-register"))?;
    let kinds: HashMap<&str, &str> =
        report.assessed.types.iter().map(|it| (it.code.as_str(), it.title.get(language))).collect();
    // Looked up once, not once a row: the register may have a hundred thousand.
    let statuses: HashMap<_, String> =
        EvidenceStatus::ALL.iter().map(|it| (*it, language.word(it))).collect();
    let classes: HashMap<_, String> =
        Confidentiality::ALL.iter().map(|it| (*it, language.word(it))).collect();
    let shown = |it: &evidence_item::Model| report.sight.opens(it);
    let day = |it: &evidence_item::Model, day| if shown(it) { day } else { None };
    let restricted = classes.get(&Confidentiality::Restricted).map_or("", String::as_str);
    let columns: Vec<Column<'_, &evidence_item::Model>> = vec![
        Column::new(language.text("evidence-reference"), 14.0, move |it| {
            if shown(it) { Cell::Text(&it.reference) } else { Cell::Nothing }
        }),
        Column::new(language.text("evidence-title"), 50.0, move |it| {
            Cell::Text(if shown(it) { &it.title } else { restricted })
        }),
        Column::new(language.text("evidence-type"), 26.0, move |it: &evidence_item::Model| {
            let kind = it.type_code.as_deref().filter(|_| shown(it));
            kind.and_then(|it| kinds.get(it).copied()).map_or(Cell::Nothing, Cell::Text)
        }),
        Column::new(language.text("evidence-status"), 14.0, |it: &evidence_item::Model| {
            statuses
                .get(&it.status)
                .filter(|_| shown(it))
                .map_or(Cell::Nothing, |it| Cell::Text(it))
        }),
        Column::new(language.text("evidence-owner"), 22.0, move |it| {
            if shown(it) { Cell::Text(&it.owner_unit) } else { Cell::Nothing }
        }),
        Column::day(language.text("evidence-document-date"), |it: &evidence_item::Model| {
            day(it, it.document_date)
        }),
        Column::day(language.text("evidence-valid-from"), |it: &evidence_item::Model| {
            day(it, it.valid_from)
        }),
        Column::day(language.text("evidence-valid-until"), |it: &evidence_item::Model| {
            day(it, it.valid_until)
        }),
        Column::new(
            language.text("evidence-confidentiality"),
            16.0,
            |it: &evidence_item::Model| {
                classes.get(&it.confidentiality).map_or(Cell::Nothing, |it| Cell::Text(it))
            },
        ),
    ];
    table::write(sheet, formats, &columns, report.evidence.iter())
}

fn qualification(
    sheet: &mut Worksheet,
    formats: &Formats,
    language: Language,
    it: &QualificationSheet,
) -> Result<(), XlsxError> {
    sheet.set_name(language.text("sheet-qualification"))?;
    let columns: Vec<Column<'_, &Vec<String>>> = it
        .headings
        .iter()
        .enumerate()
        .map(|(place, heading)| {
            let width = if place < 2 { 40.0 } else { 18.0 };
            Column::new(heading.clone(), width, move |row: &Vec<String>| {
                row.get(place).map_or(Cell::Nothing, |it| Cell::Own(it.clone()))
            })
        })
        .collect();
    table::write(sheet, formats, &columns, it.rows.iter())
}
