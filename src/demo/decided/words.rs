//! What was said in the accreditation that has come to its end.

use crate::entities::{FindingKind, FindingStep};

/// An item: number, title, type, and the name and text of its file.
type Item = (&'static str, &'static str, &'static str, Option<(&'static str, &'static str)>);

/// Items that are added to the register for it.
pub(super) const REGISTER: [Item; 2] = [
    (
        "KAPS-E-0022",
        "Raporti i vetëvlerësimit të ofruesit",
        "self_assessment_report",
        Some((
            "Raporti i vetëvlerësimit.txt",
            "Raporti i vetëvlerësimit të ofruesit\n\n1. Qeverisja: plotësohet.\n2. Sigurimi i cilësisë: plotësohet.\n\
             3. Stafi: plotësohet pjesërisht, trajnimet nuk dokumentohen njësoj.\n",
        )),
    ),
    ("KAPS-E-0023", "Vendimi i AKK-së për akreditimin e ofruesit", "approval_decision", None),
];

/// Evidence, and the criteria that it proves.
pub(super) const PROOFS: [(&str, &[&str]); 11] = [
    ("KAPS-E-0002", &["A.4"]),
    ("KAPS-E-0005", &["2.1", "7.2"]),
    ("KAPS-E-0006", &["A.7"]),
    ("KAPS-E-0009", &["3.1"]),
    ("KAPS-E-0013", &["6.1"]),
    ("KAPS-E-0014", &["6.2"]),
    ("KAPS-E-0015", &["1.3", "6.3"]),
    ("KAPS-E-0017", &["9.1"]),
    ("KAPS-E-0018", &["9.1", "9.2"]),
    ("KAPS-E-0020", &["4.2"]),
    ("KAPS-E-0022", &["2.2"]),
];

/// A criterion that is not simply met.
pub(super) struct Marked {
    pub(super) code: &'static str,
    /// What the institution says, and its reviewers.
    pub(super) own: &'static str,
    pub(super) reviewers: [(&'static str, &'static str); 2],
    /// What the lead determines where they differ, and why.
    pub(super) agreed: Option<(&'static str, &'static str)>,
}

pub(super) const MARKED: [Marked; 3] = [
    Marked {
        code: "3.3",
        own: "partly",
        reviewers: [
            ("partly", "Trajnimet mbahen, por vetëm gjysma janë të dokumentuara."),
            ("notmet", "Za 2025. nema nijednog potpisanog spiska učesnika."),
        ],
        agreed: Some((
            "partly",
            "Listat e nënshkruara u gjetën për tri nga gjashtë trajnime; plani ekziston dhe zbatohet.",
        )),
    },
    Marked {
        code: "4.3",
        own: "met",
        reviewers: [
            ("partly", "Udhëzimet e sigurisë në poligon janë të vitit 2021."),
            ("partly", "Uputstvo nije pregledano posle premeštanja strelišta."),
        ],
        agreed: None,
    },
    Marked {
        code: "7.2",
        own: "met",
        reviewers: [
            ("met", "Mostra prej dhjetë provimeve: të gjitha të verifikuara."),
            ("partly", "Verifikacija postoji, ali je isti čovek pisao i proveravao dva testa."),
        ],
        agreed: Some(("met", "Dy testet u rishikuan nga një verifikues tjetër gjatë vizitës.")),
    },
];

/// A step of a finding: who takes it, and what they say; an answer has its parts.
pub(super) type Step = (FindingStep, &'static str, [&'static str; 4]);

/// A finding: kind, criterion, statement, objective evidence, days until it is due, steps.
pub(super) struct Found {
    pub(super) kind: FindingKind,
    pub(super) code: &'static str,
    pub(super) statement: &'static str,
    pub(super) seen: &'static str,
    pub(super) days: u64,
    pub(super) steps: &'static [Step],
}

const NO_PARTS: [&str; 4] = [""; 4];

pub(super) const FOUND: [Found; 3] = [
    Found {
        kind: FindingKind::Major,
        code: "4.3",
        statement: "Udhëzimet e sigurisë në poligon nuk u rishikuan pas zhvendosjes së tij.",
        seen: "Udhëzimi i varur në hyrje është i vitit 2021 dhe përshkruan poligonin e vjetër.",
        days: 60,
        steps: &[
            (
                FindingStep::Answer,
                "",
                [
                    "Udhëzimi i vjetër u hoq dhe poligoni u mbyll për dy ditë.",
                    "Zhvendosja u krye pa njoftuar përgjegjësin për siguri.",
                    "Çdo ndryshim i hapësirave kalon nga përgjegjësi për siguri; udhëzimi u rishkrua.",
                    "U kontrolluan edhe salla e sporteve dhe garazhi: udhëzimet janë të reja.",
                ],
            ),
            (FindingStep::Agree, "", NO_PARTS),
            (FindingStep::Complete, "Udhëzimi i ri u miratua dhe u var në të dy hyrjet.", NO_PARTS),
            (FindingStep::Verify, "U pa në vend; kadetët e pyetur e njohin.", NO_PARTS),
            (
                FindingStep::Confirm,
                "Pas një muaji: zhvendosja e depos u bë me udhëzim të rishikuar.",
                NO_PARTS,
            ),
        ],
    },
    Found {
        kind: FindingKind::Minor,
        code: "3.3",
        statement: "Pjesëmarrja në trajnime nuk dokumentohet në çdo rast.",
        seen: "Tri nga gjashtë trajnime të vitit janë pa listë të nënshkruar.",
        days: 90,
        steps: &[
            (
                FindingStep::Answer,
                "",
                [
                    "Listat që mungonin u plotësuan me vërtetime të trajnerëve.",
                    "Listat i mbante secili trajner për vete.",
                    "Zyra e stafit hap një dosje për çdo trajnim dhe e mbyll vetëm me listën.",
                    "U shikuan edhe trajnimet e vitit të kaluar: mungojnë dy lista.",
                ],
            ),
            (FindingStep::Agree, "", NO_PARTS),
        ],
    },
    Found {
        kind: FindingKind::Commendation,
        code: "6.3",
        statement: "Praktika në stacione mbikëqyret nga mentorë të trajnuar, me ditar të përbashkët.",
        seen: "",
        days: 0,
        steps: &[],
    },
];
