//! Where the items of a package stand: which is above which.

use super::associations::{Link, Target};
use super::fields::Told;
use super::package::Item;
use super::vocabulary::CHILD;
use crate::exchange::notice::NoticeKind;

/// Most steps from the top of the tree to its end, as many as a pack may have.
pub(super) const MOST_DEPTH: usize = 32;

/// Where an item stands.
#[derive(Clone, Debug)]
pub(super) struct Stand {
    /// Place of the item above it.
    pub(super) parent: Option<usize>,
    /// What should be above it but is not there.
    pub(super) missing: Option<String>,
    pub(super) sequence: Option<i64>,
}

/// Where each item stands. Of several places the first one counts.
pub(super) fn stands(items: &[Item], children: Vec<Link>, told: &mut Told) -> Vec<Stand> {
    let mut stands: Vec<Option<Stand>> = vec![None; items.len()];
    for link in children {
        let Target::Item(item) = link.from else {
            let detail = format!("{} {CHILD} {}", link.origin.name(), link.destination.name());
            told.tell(NoticeKind::LeftOut, &link.place, detail);
            continue;
        };
        let stand = match link.to {
            Target::Document => Stand { parent: None, missing: None, sequence: link.sequence },
            Target::Item(it) => Stand { parent: Some(it), missing: None, sequence: link.sequence },
            Target::Other => Stand {
                parent: None,
                missing: Some(link.destination.name().to_owned()),
                sequence: link.sequence,
            },
        };
        match &stands[item] {
            None => stands[item] = Some(stand),
            Some(first) if first.parent == stand.parent && first.missing == stand.missing => {}
            Some(_) => {
                let detail = format!("{CHILD} {}", link.destination.name());
                told.tell(NoticeKind::LeftOut, &link.place, detail);
            }
        }
    }
    let lost = stands.iter().filter(|it| it.is_none()).count();
    if let Some(first) = stands.iter().position(Option::is_none)
        && lost < stands.len()
    {
        let detail = format!("{CHILD} CFDocument ({lost})");
        told.tell(NoticeKind::Assumed, &items[first].place, detail);
    }
    let top = Stand { parent: None, missing: None, sequence: None };
    stands.into_iter().map(|it| it.unwrap_or_else(|| top.clone())).collect()
}

/// Whether the tree would be deeper than one may be; all of a circle count as deep as it is long.
pub(super) fn is_too_deep(stands: &[Stand]) -> bool {
    const ON_WAY: usize = usize::MAX;
    let mut depths = vec![0; stands.len()];
    for start in 0..stands.len() {
        let mut way: Vec<usize> = Vec::new();
        let mut depth = 0;
        let mut at = Some(start);
        while let Some(place) = at {
            if depths[place] == ON_WAY {
                let first = way.iter().position(|it| *it == place).unwrap_or_default();
                depth = way.len() - first;
                way.drain(first..).for_each(|it| depths[it] = depth);
                break;
            }
            if depths[place] > 0 {
                depth = depths[place];
                break;
            }
            depths[place] = ON_WAY;
            way.push(place);
            at = stands[place].parent;
        }
        for place in way.into_iter().rev() {
            depth += 1;
            depths[place] = depth;
        }
        if depth > MOST_DEPTH {
            return true;
        }
    }
    false
}
