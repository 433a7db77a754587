//! `kriter user`

use anyhow::{Context, bail};
use clap::Subcommand;
use serde_json::json;

use super::answer;
use crate::accounts::store::NewUser;
use crate::accounts::{forms, password, store};
use crate::app::App;
use crate::audit::Actor;
use crate::check::Problems;
use crate::entities::Role;
use crate::institutions;
use crate::language::Language;

/// People who may sign in.
#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Add a person, or give one another role. Prints their first password, once.
    Add {
        /// What they sign in with.
        email: String,
        /// system, administrator, reviewer, `lead_reviewer`, manager or observer.
        #[arg(long)]
        role: String,
        /// Code of the institution in which they have the role.
        #[arg(long)]
        institution: Option<String>,
        /// How they are called; the e-mail address if not said.
        #[arg(long)]
        name: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn run(app: App, command: UserCommand) -> anyhow::Result<()> {
    let UserCommand::Add { email, role, institution, name, json } = command;
    let mut problems = Problems::default();
    let email = forms::check_email(&mut problems, "email", &email);
    if let Some(problem) = problems.get("email") {
        bail!("{email}: {}", problem.text(Language::English));
    }
    let place = match (role.as_str(), institution) {
        ("system", None) => None,
        ("system", Some(_)) => {
            bail!("a system administrator has no institution: leave --institution out")
        }
        (_, None) => {
            bail!("--institution is missing: the code of the institution in which they are {role}")
        }
        (code, Some(institution)) => {
            let known = Role::ALL.iter().map(|it| it.code()).collect::<Vec<_>>().join(", ");
            let role = Role::from_code(code)
                .with_context(|| format!("no role {code:?}; there are: system, {known}"))?;
            let found = institutions::store::by_code(&app.db.read, &institution).await?;
            Some((
                found.with_context(|| format!("no institution has the code {institution:?}"))?,
                role,
            ))
        }
    };
    let held = store::by_email(&app.db.read, &email).await?;
    let first = held.is_none().then(password::invent);
    let mut change = app.change(Actor::System).await?;
    let user = match (held, &first) {
        (Some(user), _) => user,
        (None, first) => {
            let new = NewUser {
                name: name.unwrap_or_else(|| email.clone()),
                password_hash: password::hash(first.clone().unwrap_or_default()).await?,
                language: Language::default().code().to_owned(),
                system_administrator: place.is_none(),
                email,
            };
            store::add(&mut change, new).await?
        }
    };
    if let Some((institution, role)) = &place {
        store::give_role(&mut change, user.id, institution.id, *role).await?;
    } else if first.is_none() {
        bail!("{} is a person already", user.email);
    }
    change.commit().await?;
    let told = json!({ "id": user.id, "email": user.email, "role": role, "password": first });
    answer(json, &told, |_| match &first {
        Some(first) => format!("{}: first password {first}", user.email),
        None => format!("{}: now {role}", user.email),
    })
}
