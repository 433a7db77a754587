//! What the demo's institutions have. Days are told from today, so that the demo never grows old.

use chrono::{Days, NaiveDate};

/// A cell.
pub(super) enum Value {
    Text(String),
    Day(Option<NaiveDate>),
}

/// A row of an evidence register; days count from today, negative ones are past.
pub(super) struct EvidenceRow {
    reference: String,
    title: String,
    kind: String,
    owner: String,
    status: &'static str,
    confidentiality: &'static str,
    written: Option<NaiveDate>,
    until: Option<NaiveDate>,
    /// The period that it proves.
    covers: (Option<NaiveDate>, Option<NaiveDate>),
    place: String,
    criteria: String,
}

/// A row of a worksheet.
pub(super) struct WorksheetRow {
    criterion: &'static str,
    level: &'static str,
    rationale: &'static str,
    task: &'static str,
    owner: &'static str,
    due: Option<NaiveDate>,
}

fn day(today: NaiveDate, days: i64) -> Option<NaiveDate> {
    let count = Days::new(days.unsigned_abs());
    if days < 0 { today.checked_sub_days(count) } else { today.checked_add_days(count) }
}

/// Number, title, type, owner, status, confidentiality, written, valid until, place, criteria.
type Evidence = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i64,
    i64,
    &'static str,
    &'static str,
);

fn rows(today: NaiveDate, evidence: &[Evidence]) -> Vec<EvidenceRow> {
    let row = |it: &Evidence| EvidenceRow {
        reference: it.0.into(),
        title: it.1.into(),
        kind: it.2.into(),
        owner: it.3.into(),
        status: it.4,
        confidentiality: it.5,
        written: day(today, it.6),
        until: (it.7 != 0).then(|| day(today, it.7)).flatten(),
        covers: covers(today, it.0),
        place: it.8.into(),
        criteria: it.9.into(),
    };
    evidence.iter().map(row).collect()
}

pub(super) fn academy_evidence(today: NaiveDate) -> Vec<EvidenceRow> {
    rows(today, ACADEMY_EVIDENCE)
}

#[rustfmt::skip]
const ACADEMY_EVIDENCE: &[Evidence] = &[
    ("KAPS-E-0001", "Strategjia e zhvillimit 2025–2029", "strategy", "Drejtoria", "accepted", "public", -400, 900, "https://akademia.example/strategjia", "1.1"),
    ("KAPS-E-0002", "Analiza e nevojave të agjencive", "labour_market_analysis", "Drejtoria", "accepted", "internal", -200, 500, "Zyra 12, rafti A, regjistratori 3", "1.1"),
    ("KAPS-E-0003", "Kodi i etikës", "code_of_ethics", "Zyra ligjore", "accepted", "public", -700, 0, "https://akademia.example/kodi", "1.2"),
    ("KAPS-E-0004", "Faqja publike e programit", "public_web_page", "Komunikimi", "submitted", "public", -30, 0, "https://akademia.example/programi", "1.2, 1.3"),
    ("KAPS-E-0005", "Doracaku i cilësisë", "quality_manual", "Sigurimi i cilësisë", "accepted", "internal", -500, 60, "Zyra 4, rafti B", "2.1"),
    ("KAPS-E-0006", "Vendimi për miratimin e programit", "approval_decision", "Senati", "accepted", "internal", -300, 0, "Arkivi, dosja 118", "2.2"),
    ("KAPS-E-0007", "Raporti i rishikimit vjetor", "review_report", "Sigurimi i cilësisë", "returned", "internal", -420, 0, "Zyra 4, rafti B", "2.3"),
    ("KAPS-E-0008", "Statistikat e programit", "statistics", "Zyra e studentëve", "submitted", "internal", -60, 300, "Zyra 7", "2.4, 5.2"),
    ("KAPS-E-0009", "Lista e stafit akademik", "staff_list", "Burimet njerëzore", "accepted", "internal", -90, 270, "Zyra 9", "3.2"),
    ("KAPS-E-0010", "Diplomat e stafit", "diploma", "Burimet njerëzore", "accepted", "restricted", -90, 0, "Zyra 9, kasaforta", "3.2"),
    ("KAPS-E-0011", "Kontratat e punës", "contract", "Burimet njerëzore", "accepted", "restricted", -200, -20, "Zyra 9, kasaforta", "3.1, 3.2"),
    ("KAPS-E-0012", "Plani i trajnimit të stafit", "training_plan", "Burimet njerëzore", "draft", "internal", -20, 0, "Zyra 9", "3.4"),
    ("KAPS-E-0013", "Kurrikula e programit BA", "curriculum", "Fakulteti", "accepted", "public", -350, 800, "https://akademia.example/kurrikula", "4.1–4.3"),
    ("KAPS-E-0014", "Syllabuset e lëndëve", "syllabus", "Fakulteti", "accepted", "internal", -150, 500, "Zyra 21", "4.3, 4.6"),
    ("KAPS-E-0015", "Marrëveshja me Policinë për praktikën", "mou", "Drejtoria", "accepted", "internal", -800, 40, "Arkivi, dosja 77", "4.5, 6.3"),
    ("KAPS-E-0016", "Instrumentet e vlerësimit", "assessment_instrument", "Fakulteti", "submitted", "internal", -45, 0, "Zyra 21", "4.7"),
    ("KAPS-E-0017", "Rregullat e pranimit", "admission_rules", "Zyra e studentëve", "accepted", "public", -250, 0, "https://akademia.example/pranimi", "5.1"),
    ("KAPS-E-0018", "Doracaku i studentit", "student_handbook", "Zyra e studentëve", "accepted", "public", -250, 400, "https://akademia.example/doracaku", "5.4"),
    ("KAPS-E-0019", "Lista e publikimeve", "publication_list", "Fakulteti", "submitted", "public", -100, 0, "Zyra 21", "6.2, 6.4"),
    ("KAPS-E-0020", "Inventari i sallave dhe pajisjeve", "inventory", "Logjistika", "accepted", "internal", -380, -15, "Zyra 2", "7.1"),
    ("KAPS-E-0021", "Buxheti 2027", "budget", "Financat", "submitted", "internal", -10, 400, "Zyra 3", "7.3"),
];

/// More items of the academy, accepted today: number, title, type.
pub(super) fn added_evidence<'a>(
    today: NaiveDate,
    items: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
) -> Vec<EvidenceRow> {
    let row = |(reference, title, kind): (&str, &str, &str)| EvidenceRow {
        reference: reference.into(),
        title: title.into(),
        kind: kind.into(),
        owner: "Sigurimi i cilësisë".into(),
        status: "accepted",
        confidentiality: "internal",
        written: Some(today),
        until: None,
        covers: (None, None),
        place: "Zyra 4, rafti B".into(),
        criteria: String::new(),
    };
    items.into_iter().map(row).collect()
}

pub(super) fn agency_evidence(today: NaiveDate) -> Vec<EvidenceRow> {
    rows(today, AGENCY_EVIDENCE)
}

#[rustfmt::skip]
const AGENCY_EVIDENCE: &[Evidence] = &[
    ("KAF-E-0001", "Impartiality policy", "policy", "Quality unit", "accepted", "public", -500, 500, "https://agency.example/impartiality", "4.1"),
    ("KAF-E-0002", "Impartiality risk register", "risk_register", "Quality unit", "accepted", "internal", -120, 245, "Room 3, shelf 1", "4.1.4, 4.1.5"),
    ("KAF-E-0003", "Signed confidentiality agreements", "confidentiality_agreement", "Human resources", "accepted", "restricted", -300, 0, "Room 8, safe", "4.2"),
    ("KAF-E-0004", "Law on the agency", "legal_act", "Legal office", "accepted", "public", -4000, 0, "https://agency.example/law", "5.1"),
    ("KAF-E-0005", "Organisation chart", "org_chart", "Directorate", "accepted", "public", -60, 305, "Room 1", "5.2, 5.5"),
    ("KAF-E-0006", "Scope of accreditation", "scope_of_accreditation", "Quality unit", "submitted", "public", -30, 0, "Room 3, shelf 1", "5.3"),
    ("KAF-E-0007", "Competence matrix, DNA", "competence_matrix", "DNA laboratory", "accepted", "internal", -100, 265, "Room 14", "6.2.1, 6.2.2"),
    ("KAF-E-0008", "Training records, ballistics", "training_record", "Ballistics laboratory", "accepted", "internal", -90, 20, "Room 17", "6.2.3, 6.2.5"),
    ("KAF-E-0009", "Authorisations of examiners", "authorisation", "Quality unit", "accepted", "internal", -370, -5, "Room 3, shelf 2", "6.2.6"),
    ("KAF-E-0010", "Temperature and humidity records", "environmental_record", "DNA laboratory", "submitted", "internal", -15, 350, "Room 14", "6.3.1–6.3.3"),
    ("KAF-E-0011", "Access log of the evidence store", "access_log", "Evidence administration", "accepted", "restricted", -10, 355, "Room 2", "6.3.4"),
    ("KAF-E-0012", "Equipment register", "equipment_register", "Quality unit", "accepted", "internal", -200, 165, "Room 3, shelf 4", "6.4.1, 6.4.2, 6.4.13"),
    ("KAF-E-0013", "Calibration certificates, pipettes", "calibration_certificate", "DNA laboratory", "accepted", "internal", -340, 25, "Room 14, binder 2", "6.4.5–6.4.7, 6.5.1"),
    ("KAF-E-0014", "Calibration certificates, comparison microscope", "calibration_certificate", "Ballistics laboratory", "accepted", "internal", -400, -35, "Room 17, binder 1", "6.4.11, 6.5.2"),
    ("KAF-E-0015", "Maintenance records", "maintenance_record", "Quality unit", "draft", "internal", -50, 0, "Room 3, shelf 4", "6.4.3"),
    ("KAF-E-0016", "Supplier evaluation 2026", "supplier_evaluation", "Procurement", "submitted", "internal", -80, 285, "Room 5", "6.6"),
    ("KAF-E-0017", "Review of requests, form and sample", "contract_review", "Evidence administration", "accepted", "internal", -150, 0, "Room 2", "7.1.1, 7.1.2"),
    ("KAF-E-0018", "Validation report, DNA profiling kit", "validation_report", "DNA laboratory", "accepted", "internal", -210, 0, "Room 14, binder 5", "7.2.2"),
    ("KAF-E-0019", "Procedure for handling items", "procedure", "Evidence administration", "accepted", "internal", -250, 480, "Room 2", "7.4"),
    ("KAF-E-0020", "Chain of custody, sample cases", "chain_of_custody", "Evidence administration", "accepted", "restricted", -40, 0, "Room 2, safe", "7.4.1"),
    ("KAF-E-0021", "Uncertainty budget, bullet diameter", "uncertainty_budget", "Ballistics laboratory", "returned", "internal", -95, 0, "Room 17", "7.6"),
    ("KAF-E-0022", "Proficiency test report 2026", "pt_report", "DNA laboratory", "accepted", "internal", -70, 295, "Room 14", "7.7.2"),
    ("KAF-E-0023", "Complaints log", "complaint_log", "Quality unit", "accepted", "internal", -20, 345, "Room 3", "7.9"),
    ("KAF-E-0024", "Nonconformity log", "nc_log", "Quality unit", "accepted", "internal", -20, 345, "Room 3", "7.10, 8.7"),
    ("KAF-E-0025", "Internal audit report 2026", "internal_audit_report", "Quality unit", "submitted", "internal", -45, 320, "Room 3", "8.8"),
    ("KAF-E-0026", "Management review minutes", "management_review_minutes", "Directorate", "accepted", "internal", -410, -45, "Room 1", "8.9"),
];

/// The cycle that the demo's assessments are about: the two years past and this one.
pub(super) fn cycle(today: NaiveDate) -> (Option<NaiveDate>, Option<NaiveDate>) {
    years(today, -2, 0)
}

fn years(today: NaiveDate, from: i32, to: i32) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let year = chrono::Datelike::year(&today);
    (NaiveDate::from_ymd_opt(year + from, 1, 1), NaiveDate::from_ymd_opt(year + to, 12, 31))
}

/// The period that an item proves; nothing where its table says none.
fn covers(today: NaiveDate, reference: &str) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let found = COVERS.iter().find(|it| it.0 == reference);
    found.map_or((None, None), |(_, from, to)| years(today, *from, *to))
}

/// Number, first and last year, counted from this one: some cover the whole cycle, some leave a year open.
#[rustfmt::skip]
const COVERS: &[(&str, i32, i32)] = &[
    ("KAPS-E-0001", -1, 3), ("KAPS-E-0002", -2, -2), ("KAPS-E-0003", -2, 0), ("KAPS-E-0004", 0, 0), ("KAPS-E-0005", -1, 0),
    ("KAPS-E-0006", -2, 2), ("KAPS-E-0008", -1, -1), ("KAPS-E-0009", 0, 0), ("KAPS-E-0013", -2, 0), ("KAPS-E-0014", -1, 0),
    ("KAPS-E-0015", -2, 0), ("KAPS-E-0017", -2, 0), ("KAPS-E-0018", -1, 0), ("KAPS-E-0020", -2, -1), ("KAPS-E-0021", 0, 1),
    ("KAF-E-0001", -2, 0), ("KAF-E-0002", -1, 0), ("KAF-E-0004", -2, 0), ("KAF-E-0005", 0, 0), ("KAF-E-0007", -1, 0),
    ("KAF-E-0008", -1, -1), ("KAF-E-0009", -2, -2), ("KAF-E-0010", 0, 0), ("KAF-E-0012", -2, 0), ("KAF-E-0013", -1, -1),
    ("KAF-E-0014", -2, -2), ("KAF-E-0016", 0, 0),
];

/// Many items, to measure with: titles that differ, criteria in turn.
pub(super) fn synthetic_evidence(today: NaiveDate, count: usize) -> Vec<EvidenceRow> {
    const CODES: [&str; 8] =
        ["6.2.5", "6.4.13", "7.1.1", "7.4.1", "7.5.1", "7.7.1", "8.4.1", "8.8.1"];
    let row = |number: usize| EvidenceRow {
        reference: format!("SYN-{number:07}"),
        title: format!("Case record {number}"),
        kind: "case_file".into(),
        owner: format!("Unit {}", number % 12),
        status: if number.is_multiple_of(3) { "submitted" } else { "accepted" },
        confidentiality: "internal",
        written: day(today, -i64::try_from(number % 700).unwrap_or_default()),
        until: day(today, 400 - i64::try_from(number % 700).unwrap_or_default()),
        covers: (None, None),
        place: format!("Archive, shelf {}", number % 90),
        criteria: CODES[number % CODES.len()].into(),
    };
    (1..=count).map(row).collect()
}

/// Criterion, level, rationale, task, owner, days until it is due (0 for none).
type Marked = (&'static str, &'static str, &'static str, &'static str, &'static str, i64);

fn sheet(today: NaiveDate, rows: &[Marked]) -> Vec<WorksheetRow> {
    let row = |it: &(&'static str, &'static str, &'static str, &'static str, &'static str, i64)| {
        WorksheetRow {
            criterion: it.0,
            level: it.1,
            rationale: it.2,
            task: it.3,
            owner: it.4,
            due: (it.5 != 0).then(|| day(today, it.5)).flatten(),
        }
    };
    rows.iter().map(row).collect()
}

pub(super) fn academy_worksheet(today: NaiveDate) -> Vec<WorksheetRow> {
    sheet(today, ACADEMY_WORKSHEET)
}

#[rustfmt::skip]
const ACADEMY_WORKSHEET: &[Marked] = &[
    ("1.1", "Plotësisht", "Programi del nga strategjia dhe nga nevojat e gjashtë agjencive.", "", "", 0),
    ("1.2", "Kryesisht", "Kodi ekziston; trajnimi i stafit të ri mungon.", "Mbaje trajnimin për kodin e etikës", "Arta Gashi", 45),
    ("1.3", "Kryesisht", "Faqja është në tri gjuhë, por rezultatet e të nxënit janë vetëm në shqip.", "", "", 0),
    ("1.4", "Plotësisht", "", "", "", 0),
    ("1.5", "Pjesërisht", "Dy nga shtatë rekomandimet janë ende të hapura.", "Mbyll rekomandimet e vitit 2022", "Besa Krasniqi", -12),
    ("2.1", "Plotësisht", "Përfshihen studentët dhe agjencitë.", "", "", 0),
    ("2.2", "Plotësisht", "", "", "", 0),
    ("2.3", "Pjesërisht", "Raporti i fundit u kthye për plotësim.", "Plotëso raportin e rishikimit", "Sigurimi i cilësisë", 20),
    ("2.4", "Kryesisht", "", "", "", 0),
    ("3.1", "Kryesisht", "", "", "", 0),
    ("3.2", "Kryesisht", "Dy pozita janë të lira.", "Shpall konkursin", "Burimet njerëzore", 30),
    ("3.4", "Pjesërisht", "Plani është ende draft.", "Mirato planin e trajnimit", "Burimet njerëzore", 60),
    ("3.5", "Plotësisht", "", "", "", 0),
    ("4.1", "Plotësisht", "", "", "", 0),
    ("4.2", "Kryesisht", "", "", "", 0),
    ("4.3", "Plotësisht", "", "", "", 0),
    ("4.4", "Kryesisht", "", "", "", 0),
    ("4.5", "Kryesisht", "Marrëveshja skadon para vizitës.", "Ripërtërij marrëveshjen me Policinë", "Drejtoria", 35),
    ("4.6", "Kryesisht", "", "", "", 0),
    ("4.7", "Pjesërisht", "Rubrikat janë vetëm për gjysmën e lëndëve.", "", "", 0),
    ("4.8", "Plotësisht", "", "", "", 0),
    ("5.1", "Plotësisht", "", "", "", 0),
    ("5.2", "Kryesisht", "", "", "", 0),
    ("5.4", "Kryesisht", "", "", "", 0),
    ("6.1", "Pjesërisht", "", "", "", 0),
    ("6.2", "Pjesërisht", "Pak publikime nga stafi me kohë të plotë.", "", "", 0),
    ("7.1", "Kryesisht", "", "", "", 0),
    ("7.2", "Jo", "Biblioteka nuk ka fond të mjaftueshëm.", "Bli literaturën sipas syllabuseve", "Logjistika", 90),
    ("7.3", "Plotësisht", "", "", "", 0),
];

pub(super) fn agency_worksheet(today: NaiveDate) -> Vec<WorksheetRow> {
    sheet(today, AGENCY_WORKSHEET)
}

#[rustfmt::skip]
const AGENCY_WORKSHEET: &[Marked] = &[
    ("4.1", "Compliant", "Policy signed by the director; risks reviewed yearly.", "", "", 0),
    ("4.2", "Compliant", "All staff have signed.", "", "", 0),
    ("5.1", "Compliant", "Founded by law.", "", "", 0),
    ("5.2", "Compliant", "", "", "", 0),
    ("5.3", "Partially compliant", "The new DNA method is not in the written scope yet.", "Add the method to the scope", "Vjosa Hoxha", 25),
    ("5.4", "Compliant", "", "", "", 0),
    ("5.5", "Compliant", "", "", "", 0),
    ("5.6", "Compliant", "", "", "", 0),
    ("5.7", "Compliant", "", "", "", 0),
    ("6.1", "Compliant", "", "", "", 0),
    ("6.2", "Compliant", "", "", "", 0),
    ("6.2.6", "Partially compliant", "Three authorisations have run out.", "Renew the authorisations", "Agim Shala", -3),
    ("6.3", "Compliant", "", "", "", 0),
    ("6.4", "Compliant", "", "", "", 0),
    ("6.4.3", "Partially compliant", "Maintenance is done but not recorded in one place.", "Introduce the maintenance log", "Quality unit", 40),
    ("6.4.10", "Non-compliant", "No intermediate checks of the balance.", "Write the procedure and begin the checks", "DNA laboratory", 30),
    ("6.5", "Compliant", "", "", "", 0),
    ("6.6", "Compliant", "", "", "", 0),
    ("7.1", "Compliant", "", "", "", 0),
    ("7.2.1", "Compliant", "", "", "", 0),
    ("7.2.2", "Compliant", "", "", "", 0),
    ("7.3", "Not applicable", "Items come from the scene units; the laboratories do not sample.", "", "", 0),
    ("7.4", "Compliant", "", "", "", 0),
    ("7.5", "Compliant", "", "", "", 0),
    ("7.6", "Partially compliant", "The budget for bullet diameter was returned.", "Rework the uncertainty budget", "Ballistics laboratory", 50),
    ("7.7", "Compliant", "", "", "", 0),
    ("7.8", "Compliant", "", "", "", 0),
    ("7.9", "Compliant", "", "", "", 0),
    ("7.10", "Compliant", "", "", "", 0),
    ("7.11", "OFI", "Access rights in the LIMS should be reviewed more often.", "", "", 0),
    ("8.1", "Compliant", "", "", "", 0),
    ("8.2", "Compliant", "", "", "", 0),
    ("8.3", "Compliant", "", "", "", 0),
    ("8.4", "Compliant", "", "", "", 0),
    ("8.5", "Partially compliant", "Risks are listed, their treatment is not followed up.", "Follow up each risk at the management review", "Quality unit", 60),
    ("8.7", "Compliant", "", "", "", 0),
    ("8.8", "Compliant", "", "", "", 0),
    ("8.9", "Non-compliant", "The last review is older than a year.", "Hold the management review", "Directorate", 15),
];

pub(super) fn validation_worksheet(today: NaiveDate) -> Vec<WorksheetRow> {
    sheet(today, VALIDATION_WORKSHEET)
}

#[rustfmt::skip]
const VALIDATION_WORKSHEET: &[Marked] = &[
    ("V.1", "Plotësohet", "Titulli në tri gjuhë, lloji D, niveli 4.", "", "", 0),
    ("V.2", "Plotësohet", "", "", "", 0),
    ("V.3", "Pjesërisht", "Mungon letra e Doganës.", "Siguro letrën mbështetëse", "Arta Gashi", 25),
    ("V.4", "Plotësohet", "", "", "", 0),
    ("V.5", "Pjesërisht", "Një rezultat nuk ka kritere vlerësimi.", "Shkruaj kriteret e vlerësimit", "Besa Krasniqi", 30),
    ("V.6", "Plotësohet", "", "", "", 0),
    ("V.7", "Plotësohet", "", "", "", 0),
    ("V.9", "Nuk plotësohet", "Instrumentet janë vetëm për gjysmën e njësive.", "Harto instrumentet", "Besa Krasniqi", 60),
];

/// What the agency's reviewer has rated so far: criterion, level, rationale.
pub(super) const REVIEWED: &[(&str, &str, &str)] = &[
    ("4.1", "conforms", "Policy and risk register seen."),
    ("4.2", "conforms", "Ten agreements sampled, all signed."),
    ("5", "conforms", "Law, chart and appointments seen."),
    ("5.3", "minor", "The scope lags behind the new DNA method."),
    ("6.2", "conforms", "Files of six examiners sampled."),
    ("6.2.6", "major", "Casework was done on authorisations that had run out."),
    ("6.3", "conforms", "Visited both laboratories."),
    ("6.4", "minor", "Maintenance cannot be followed for two instruments."),
    ("6.4.10", "major", "No intermediate checks."),
    ("6.5", "observation", "Certificates are kept in three places."),
    ("7.1", "conforms", ""),
];

pub(super) fn evidence_workbook(rows: &[EvidenceRow]) -> anyhow::Result<Vec<u8>> {
    let headings = [
        "Number",
        "Title",
        "Type",
        "Owner unit",
        "Status",
        "Confidentiality",
        "Document date",
        "Valid until",
        "Covers from",
        "Covers to",
        "Location",
        "Criteria",
    ];
    let text = |it: &str| Value::Text(it.to_owned());
    let row = |it: &EvidenceRow| {
        vec![
            text(&it.reference),
            text(&it.title),
            text(&it.kind),
            text(&it.owner),
            text(it.status),
            text(it.confidentiality),
            Value::Day(it.written),
            Value::Day(it.until),
            Value::Day(it.covers.0),
            Value::Day(it.covers.1),
            text(&it.place),
            text(&it.criteria),
        ]
    };
    super::workbook(&headings, rows.iter().map(row))
}

pub(super) fn worksheet_workbook(rows: &[WorksheetRow]) -> anyhow::Result<Vec<u8>> {
    let headings = ["Criterion", "Level", "Justification", "What to do", "Owner", "Due date"];
    let text = |it: &str| Value::Text(it.to_owned());
    let row = |it: &WorksheetRow| {
        vec![
            text(it.criterion),
            text(it.level),
            text(it.rationale),
            text(it.task),
            text(it.owner),
            Value::Day(it.due),
        ]
    };
    super::workbook(&headings, rows.iter().map(row))
}
