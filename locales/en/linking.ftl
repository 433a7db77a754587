links-choose = Choose criteria
links-change = Edit links
links-change-hint = A link that you change is kept as it was and followed by the new one. Tick links to take them away.
links-tick = Tick
links-unlink-ticked = Unlink what is ticked
links-place-hint = Page, paragraph or clause, for example p. 12, § 4.
problem-links-meanwhile = Somebody changed these links meanwhile. Nothing was saved; look at them as they are now.
audit-link-changed = link changed
