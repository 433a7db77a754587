//! What is typed to sign in, to change a password, to add a person.

use serde::Deserialize;

use super::password::{LONGEST, SHORTEST};
use crate::check::{Problem, Problems};
use crate::entities::{InstitutionId, Role};

/// Signing in.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SignInForm {
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub password: String,
    #[serde(default)]
    pub to: String,
}

/// A new password.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct PasswordForm {
    #[serde(default)]
    pub current: String,
    #[serde(default)]
    pub new: String,
}

impl PasswordForm {
    /// What is wrong with it, but for the current password.
    pub fn problems(&self) -> Problems {
        let mut problems = Problems::default();
        check_password(&mut problems, "new", &self.new);
        problems
    }
}

/// A person to be added.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct UserForm {
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub name: String,
    /// `system`, or an institution's id and a role: `3:manager`.
    #[serde(default)]
    pub place: String,
}

/// A person as they were typed.
#[derive(Clone, Debug)]
pub struct TypedUser {
    pub email: String,
    pub name: String,
    /// Nowhere for a system administrator.
    pub place: Option<(InstitutionId, Role)>,
}

impl UserForm {
    /// The person, or everything that is wrong.
    pub fn check(&self) -> Result<TypedUser, Problems> {
        let mut problems = Problems::default();
        let typed = TypedUser {
            email: check_email(&mut problems, "email", &self.email),
            name: problems.text("name", &self.name, 200),
            place: self.place(&mut problems),
        };
        problems.or(typed)
    }

    fn place(&self, problems: &mut Problems) -> Option<(InstitutionId, Role)> {
        if self.place == "system" {
            return None;
        }
        let place = self
            .place
            .split_once(':')
            .and_then(|(id, role)| Some((id.parse().ok()?, Role::from_code(role)?)));
        if place.is_none() {
            problems.add("place", Problem::NotAnOption);
        }
        place
    }
}

/// An e-mail address in lower case: something, an at sign, a domain; delivery is its real test.
pub fn check_email(problems: &mut Problems, field: &'static str, typed: &str) -> String {
    let email = problems.text(field, typed, 254).to_lowercase();
    let fits = email.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty() && domain.contains('.') && !domain.contains('@')
    });
    if !email.is_empty() && (!fits || email.contains(char::is_whitespace)) {
        problems.add(field, Problem::Other("problem-not-an-email"));
    }
    email
}

/// Long enough, not too long.
pub fn check_password(problems: &mut Problems, field: &'static str, typed: &str) {
    let count = typed.chars().count();
    if count < SHORTEST {
        problems.add(field, Problem::Other("problem-password-short"));
    } else if count > LONGEST {
        problems.add(field, Problem::TooLong(LONGEST));
    }
}
