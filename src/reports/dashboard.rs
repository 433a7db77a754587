//! The sheet of figures by area, with their charts.

use rust_xlsxwriter::{Chart, ChartType, Worksheet, XlsxError};

use super::table::{self, Formats, write_text};
use super::workbook::{Report, colours, tenths, whole};
use crate::readiness::result::Severity;

/// Writes it.
pub(super) fn sheet(
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
