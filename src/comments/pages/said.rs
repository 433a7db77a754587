//! Threads, and the boxes in which comments are typed.

use std::collections::HashSet;

use maud::{Markup, html};
use sea_orm::prelude::DateTimeUtc;

use crate::check::Problems;
use crate::comments::forms::CommentForm;
use crate::comments::people::Person;
use crate::comments::store::{Said, is_editable};
use crate::comments::threads::{Place, Thread, reader};
use crate::entities::{Audience, CommentId, Side, comment};
use crate::paths::{Comments, EditComment, StrikeComment};
use crate::web::Visitor;
use crate::web::components::badge;

/// What comments are shown with.
pub(super) struct Shown<'a> {
    pub(super) visitor: &'a Visitor,
    pub(super) place: Place<'a>,
    pub(super) now: DateTimeUtc,
    /// What mentions the visitor and was not read before.
    pub(super) unread: HashSet<CommentId>,
    pub(super) may_write: bool,
    pub(super) people: Vec<Person>,
}

/// What was typed and not taken: in which box, and why.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) form: CommentForm,
    pub(super) problems: Problems,
    /// The comment that was to get other words.
    pub(super) edited: Option<CommentId>,
}

/// A box in which something is typed.
struct TextBox<'a> {
    /// Makes the ids of its fields its own.
    name: String,
    action: String,
    /// What else it sends.
    hidden: Option<(&'static str, String)>,
    text: &'a str,
    /// The audience that is chosen; none where it follows from the comment.
    audience: Option<Audience>,
    button: &'static str,
    is_new: bool,
    problems: Option<&'a Problems>,
}

impl Shown<'_> {
    /// The threads, the oldest first.
    pub(super) fn threads(&self, threads: &[Thread], typed: &Typed) -> Markup {
        html! {
            @for it in threads {
                div.thread {
                    (self.said(&it.head, typed))
                    @if !it.replies.is_empty() {
                        div.replies { @for it in &it.replies { (self.said(it, typed)) } }
                    }
                    @if self.may_write { (self.reply(&it.head.0, typed)) }
                }
            }
        }
    }

    fn said(&self, (it, author): &Said, typed: &Typed) -> Markup {
        let language = self.visitor.language;
        let name = author.as_ref().map_or("–", |it| it.name.as_str());
        html! {
            article.comment #{ "comment-" (it.id) } {
                p.about {
                    strong { (name) } " "
                    span.faint { (language.moment(it.recorded_at)) } " "
                    (badge("plain", language.text(audience_key(it.side, it.audience))))
                    @if it.edits > 0 { " " span.faint { (language.text("comment-edited")) } }
                    @if self.unread.contains(&it.id) { " " (badge("fair", language.text("comment-mentions-you"))) }
                }
                @if let Some(when) = it.struck_at {
                    p.text { del { (it.text) } }
                    p.hint { (language.with("comment-struck-at", [("when", language.moment(when).into())])) }
                } @else { p.text { (it.text) } }
                @if self.may_write && it.user_id == self.visitor.id && it.struck_at.is_none() { (self.own(it, typed)) }
            }
        }
    }

    /// What its author can do with a comment.
    fn own(&self, it: &comment::Model, typed: &Typed) -> Markup {
        let language = self.visitor.language;
        let (assessment, comment) = (self.place.of.id, it.id);
        let again = (typed.edited == Some(it.id)).then_some(typed);
        html! {
            div.actions {
                @if again.is_some() || is_editable(it, self.now) {
                    details open[again.is_some()] {
                        summary { (language.text("comment-edit")) }
                        (self.text_box(&TextBox {
                            name: format!("edit-{}", it.id),
                            action: EditComment { assessment, comment }.to_string(),
                            hidden: Some(("seen", it.edits.to_string())),
                            text: again.map_or(&it.text, |it| &it.form.text),
                            audience: None,
                            button: "comment-save",
                            is_new: false,
                            problems: again.map(|it| &it.problems),
                        }))
                    }
                }
                form method="post" action=(StrikeComment { assessment, comment }) {
                    button.quiet type="submit" { (language.text("comment-strike")) }
                }
            }
        }
    }

    fn reply(&self, head: &comment::Model, typed: &Typed) -> Markup {
        let again = (typed.form.reply_to == head.id.to_string()).then_some(typed);
        // What answers something within one side stays there.
        let audience = (head.audience == Audience::Both).then_some(Audience::Both);
        let audience = audience.map(|it| chosen(again, it));
        html! {
            details open[again.is_some()] {
                summary { (self.visitor.language.text("comment-reply")) }
                (self.text_box(&TextBox {
                    name: format!("reply-{}", head.id),
                    action: self.here().to_string(),
                    hidden: Some(("reply_to", head.id.to_string())),
                    text: again.map_or("", |it| &it.form.text),
                    audience,
                    button: "comment-reply",
                    is_new: false,
                    problems: again.map(|it| &it.problems),
                }))
            }
        }
    }

    /// The box for a new comment.
    pub(super) fn box_for_new(&self, typed: &Typed) -> Markup {
        let is_here = typed.edited.is_none() && typed.form.reply_to.is_empty();
        let again = Some(typed).filter(|_| is_here);
        html! {
            @if self.may_write {
                (self.text_box(&TextBox {
                    name: "new".to_owned(),
                    action: self.here().to_string(),
                    hidden: None,
                    text: again.map_or("", |it| &it.form.text),
                    audience: Some(chosen(again, Audience::Own)),
                    button: "comment-add",
                    is_new: true,
                    problems: again.map(|it| &it.problems),
                }))
            }
        }
    }

    fn here(&self) -> Comments {
        Comments { assessment: self.place.of.id, criterion: self.place.criterion().id }
    }

    fn text_box(&self, it: &TextBox<'_>) -> Markup {
        let language = self.visitor.language;
        let said = |field: &str| it.problems.and_then(|all| all.get(field));
        let problem = said("text").or_else(|| said("mention")).or_else(|| said("audience"));
        let (text, note, mention) = (
            format!("comment-{}", it.name),
            format!("comment-{}-note", it.name),
            format!("mention-{}", it.name),
        );
        let side = reader(self.visitor, self.place.of).side.unwrap_or(Side::Institution);
        html! {
            form method="post" action=(it.action) data-guard {
                @if let Some((name, value)) = &it.hidden { input type="hidden" name=(name) value=(value); }
                div.field {
                    label for=(text) { (language.text("comment-text")) }
                    textarea #(text) name="text" rows="3" required data-key=[it.is_new.then_some("c")]
                        aria-invalid=[problem.map(|_| "true")] aria-describedby=(note) { (it.text) }
                    @match problem {
                        Some(problem) => p.problem #(note) { (problem.text(language)) },
                        None => p.hint #(note) { (language.text("comment-text-hint")) },
                    }
                }
                div.row {
                    div.field {
                        label for=(mention) { (language.text("comment-mention")) }
                        select #(mention) name="mention" data-insert=(text) {
                            option value="" { "–" }
                            @for person in self.people.iter().filter(|it| it.reader.user != self.visitor.id) {
                                option value=(person.reader.user) data-text={ "@" (person.name) " " } { (person.name) }
                            }
                        }
                    }
                    @if let Some(chosen) = it.audience {
                        fieldset {
                            legend { (language.text("comment-audience")) }
                            @for audience in Audience::ALL {
                                label { input type="radio" name="audience" value=(audience.code()) checked[*audience == chosen]; " " (language.text(audience_key(side, *audience))) } " "
                            }
                        }
                    }
                }
                p.submit { button.second type="submit" { (language.text(it.button)) } }
            }
        }
    }
}

/// The audience that is chosen in a box: what was typed, else what is usual there.
fn chosen(typed: Option<&Typed>, usual: Audience) -> Audience {
    typed.and_then(|it| Audience::from_code(&it.form.audience)).unwrap_or(usual)
}

/// Who reads it, in words of the side that speaks.
fn audience_key(side: Side, audience: Audience) -> &'static str {
    match (side, audience) {
        (Side::Team, Audience::Own) => "comment-within-team",
        (Side::Team, Audience::Both) => "comment-to-institution",
        (Side::Institution, Audience::Own) => "comment-within-institution",
        (Side::Institution, Audience::Both) => "comment-to-team",
    }
}
