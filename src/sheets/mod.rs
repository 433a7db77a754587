//! placeholder
pub fn parse_date(text: &str) -> Result<chrono::NaiveDate, chrono::ParseError> {
    text.parse()
}
