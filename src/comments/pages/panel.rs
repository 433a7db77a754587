//! Comments at the end of the workbench.

use maud::{Markup, html};

use super::said::{Shown, Typed};
use crate::access::Action;
use crate::app::App;
use crate::comments::threads::{Place, threads};
use crate::comments::{people, store};
use crate::entities::{CommentId, assessment};
use crate::paths::Comments;
use crate::standards::store::Whole;
use crate::web::{Result, Visitor};

/// Threads that the workbench shows; the page of comments has all.
const NEWEST: usize = 10;

/// What is said of the criterion at a place, as far as this person may see it, and where they can say something. What mentions
/// them counts as read from now on.
pub async fn panel(
    app: &App,
    visitor: &Visitor,
    of: &assessment::Model,
    (whole, at): (&Whole, usize),
) -> Result<Markup> {
    let place = Place { of, whole, at };
    let language = visitor.language;
    let all = threads(app, visitor, place).await?;
    let newest = &all[all.len().saturating_sub(NEWEST)..];
    let shown = Shown::of(app, visitor, place, newest).await?;
    let to = Comments { assessment: of.id, criterion: place.criterion().id };
    let total = [("count", all.len().into())];
    Ok(html! {
        div.panel #comments {
            h2 { (language.text("comments")) }
            @if newest.is_empty() { p.faint { (language.text("comments-empty")) } }
            @if all.len() > newest.len() { p { a href=(to) { (language.with("comments-all", total)) } } }
            (shown.threads(newest, &Typed::default()))
            (shown.box_for_new(&Typed::default()))
        }
    })
}

impl<'a> Shown<'a> {
    /// What the threads are shown with; four queries at most.
    pub(super) async fn of(
        app: &App,
        visitor: &'a Visitor,
        place: Place<'a>,
        shown: &[crate::comments::threads::Thread],
    ) -> Result<Self> {
        let all = shown.iter().flat_map(|it| std::iter::once(&it.head).chain(&it.replies));
        let ids: Vec<CommentId> = all.map(|it| it.0.id).collect();
        let unread = store::read(app, visitor.id, ids).await?;
        let may_write = visitor.may_on(Action::Comment, place.of);
        let people = if may_write {
            let of = (place.whole, place.criterion().id);
            people::people(&app.db.read, place.of, of, app.today()).await?
        } else {
            Vec::new()
        };
        Ok(Self { visitor, place, now: app.now(), unread, may_write, people })
    }
}
