//! No tree deeper than a pack may be: thousands of steps below one another are no catalogue, and walking them would end badly.

use std::collections::HashMap;

use crate::exchange::{Line, Linked, Notice, NoticeKind};

/// Steps from the top of a pack to its end.
pub(in crate::exchange) const MOST_DEPTH: usize = 32;

/// Refuses rows of which one is too deep.
pub(super) fn check_lines(lines: Vec<Line>) -> Result<Vec<Line>, Notice> {
    match lines.iter().find(|it| it.depth > MOST_DEPTH) {
        Some(it) => Err(refused(&it.place)),
        None => Ok(lines),
    }
}

/// Refuses nodes of which one is too deep. Small circles are cut later on.
pub(super) fn check_linked(linked: Vec<Linked>) -> Result<Vec<Linked>, Notice> {
    let places: HashMap<&str, usize> =
        linked.iter().enumerate().map(|it| (it.1.id.as_str(), it.0)).collect();
    let above = |at: usize| places.get(linked[at].parent.as_deref()?).copied();
    for (start, node) in linked.iter().enumerate() {
        let mut way = vec![start];
        while let Some(at) = way.last().and_then(|it| above(*it)).filter(|it| !way.contains(it)) {
            if way.len() == MOST_DEPTH {
                return Err(refused(&node.place));
            }
            way.push(at);
        }
    }
    Ok(linked)
}

fn refused(place: &str) -> Notice {
    Notice::new(NoticeKind::TooMuch, place, format!("{MOST_DEPTH} ↓"))
}
