//! Comments as they are typed.

use serde::Deserialize;

use crate::check::Problems;
use crate::entities::{Audience, UserId};

/// Most characters of a comment.
const MOST: usize = 5_000;

/// A comment, or other words for one.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CommentForm {
    #[serde(default)]
    pub text: String,
    /// Who is to read it; within one's own side unless something else is said.
    #[serde(default)]
    pub audience: String,
    /// Id of the comment that it answers.
    #[serde(default)]
    pub reply_to: String,
    /// Id of somebody to mention beside those whom the text names.
    #[serde(default)]
    pub mention: String,
    /// How often its words had been changed when they were shown.
    #[serde(default)]
    pub seen: String,
}

/// What was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) audience: Audience,
    pub(super) mention: Option<UserId>,
}

impl CommentForm {
    /// What was meant, or every problem at once.
    pub(super) fn check(&self) -> Result<Written, Problems> {
        let mut problems = Problems::default();
        let text = problems.text("text", &self.text, MOST);
        let audience = match self.audience.as_str() {
            "" => Audience::Own,
            code => problems.choice("audience", Audience::from_code(code), Audience::Own),
        };
        let mention = match self.mention.as_str() {
            "" => None,
            id => Some(problems.choice("mention", id.parse().ok(), UserId(0))),
        };
        problems.or(Written { text, audience, mention })
    }
}
