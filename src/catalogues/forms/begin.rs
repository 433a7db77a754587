//! A new draft as it is typed: written from nothing, copied, or added to an edition.

use serde::Deserialize;

use crate::check::{Problem, Problems};
use crate::entities::{EditionId, InstitutionId};
use crate::exchange::usual;
use crate::language::Language;
use crate::standards::pack::{FrameworkHead, Head, Pack, PackKind};
use crate::titles::Titles;

/// Most characters of a line.
const LONGEST_LINE: usize = 1_000;
/// Most characters of an id; a framework's gets the institution's number before it.
const LONGEST_ID: usize = 50;

/// A draft that is to begin.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct BeginForm {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub issuer: String,
    #[serde(default)]
    pub kind: String,
    /// Id of the edition whose scale is taken; empty for the usual one.
    #[serde(default)]
    pub scale: String,
}

/// Whose draft it is to be, and who asks.
#[derive(Clone, Copy, Debug)]
pub struct Begin<'a> {
    pub institution: InstitutionId,
    pub language: Language,
    /// Ids of the institution's own editions.
    pub taken: &'a [String],
}

impl BeginForm {
    /// Id and version of a copy, or every problem.
    pub fn check_copy(&self, begin: Begin<'_>) -> Result<(String, String), Problems> {
        let mut problems = Problems::default();
        let id = id(&mut problems, &self.id, begin);
        let version = line(&mut problems, "version", &self.version);
        problems.or((id, version))
    }

    /// An empty pack, of a framework of its own, or every problem. `scales` are the editions whose scale may be taken.
    pub fn check_new(
        &self,
        begin: Begin<'_>,
        scales: &[(EditionId, Head)],
    ) -> Result<Pack, Problems> {
        let mut problems = Problems::default();
        let kind = [PackKind::Criteria, PackKind::Levels].into_iter();
        let kind = kind.zip(["criteria", "levels"]).find(|it| it.1 == self.kind).map(|it| it.0);
        let kind = problems.choice("kind", kind, PackKind::Criteria);
        let mut about = Head::default();
        if kind == PackKind::Criteria {
            graded(&mut problems, &mut about, &self.scale, scales);
        }
        self.pack(problems, begin, kind, about, None)
    }

    /// An empty pack that adds to an edition, or every problem.
    pub fn check_supplement(&self, begin: Begin<'_>, base: &str) -> Result<Pack, Problems> {
        let base = Some(base.to_owned());
        self.pack(Problems::default(), begin, PackKind::Criteria, Head::default(), base)
    }

    fn pack(
        &self,
        mut problems: Problems,
        begin: Begin<'_>,
        kind: PackKind,
        mut about: Head,
        supplements: Option<String>,
    ) -> Result<Pack, Problems> {
        let id = id(&mut problems, &self.id, begin);
        let tag = begin.language.code();
        about.language = (begin.language != Language::English).then(|| tag.to_owned());
        let title = Titles::of(tag, line(&mut problems, "title", &self.title));
        let framework = FrameworkHead {
            // Institutions do not share the frameworks that they write.
            id: format!("own-{}-{id}", begin.institution),
            title: title.clone(),
            issuer: line(&mut problems, "issuer", &self.issuer),
        };
        let version = line(&mut problems, "version", &self.version);
        problems.or(Pack {
            framework,
            id,
            title,
            version,
            kind,
            supplements,
            about,
            criteria: Vec::new(),
        })
    }
}

/// Gives scale, outcomes and target to what is rated.
fn graded(problems: &mut Problems, about: &mut Head, typed: &str, scales: &[(EditionId, Head)]) {
    if typed.is_empty() {
        let mut scale = usual::compliance_scale();
        let (mut outcomes, target) = usual::usual_outcomes(&scale);
        // Their notes speak of an imported file.
        scale.note.clear();
        for it in &mut outcomes {
            it.note.clear();
        }
        (about.scale, about.outcomes, about.target) = (Some(scale), outcomes, Some(target));
    } else if let Some((_, from)) = scales.iter().find(|it| it.0.to_string() == typed) {
        about.scale.clone_from(&from.scale);
        about.outcomes.clone_from(&from.outcomes);
        about.target.clone_from(&from.target);
    } else {
        problems.add("scale", Problem::NotAnOption);
    }
}

fn line(problems: &mut Problems, name: &'static str, typed: &str) -> String {
    problems.text(name, &typed.replace(['\n', '\t'], " "), LONGEST_LINE)
}

/// An id that the institution has not given yet.
fn id(problems: &mut Problems, typed: &str, begin: Begin<'_>) -> String {
    let id = problems.text("id", typed, LONGEST_ID);
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    if !id.bytes().all(fits) {
        problems.add("id", Problem::Other("problem-edition-id"));
    } else if begin.taken.contains(&id) {
        problems.add("id", Problem::Other("problem-edition-id-taken"));
    }
    id
}
