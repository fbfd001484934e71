//! Whom an answer may go to.

use crate::mail::takes_mail;

/// Why an answer cannot go to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswerable {
    /// The mail has no sender, or a null one: nothing sent back arrives.
    NoSender,
    /// Not an address.
    NotAnAddress,
    /// A mailbox that says of itself that it takes no mail.
    NoReply,
    /// Our own mailbox: the answer would come back as an enquiry.
    Ourselves,
}

/// Whether an answer can go to an address; `ours` are the addresses of the authority that mail comes in at.
///
/// # Errors
/// Why not.
pub fn answerable(address: &str, ours: &[&str]) -> Result<(), Unanswerable> {
    let address = address.trim();
    if address.is_empty() || address == "<>" {
        return Err(Unanswerable::NoSender);
    }
    if address.parse::<lettre::Address>().is_err() {
        return Err(Unanswerable::NotAnAddress);
    }
    if ours.iter().any(|own| own.eq_ignore_ascii_case(address)) {
        return Err(Unanswerable::Ourselves);
    }
    if !takes_mail(address) {
        return Err(Unanswerable::NoReply);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_and_ourselves_are_never_answered() {
        let ours = ["hoering@region.example"];
        for (address, answer) in [
            ("mette@kommune.example", Ok(())),
            ("svarpost@kommune.example", Ok(())),
            ("", Err(Unanswerable::NoSender)),
            ("<>", Err(Unanswerable::NoSender)),
            ("mette", Err(Unanswerable::NotAnAddress)),
            ("no-reply@kommune.example", Err(Unanswerable::NoReply)),
            ("DoNotReply@kommune.example", Err(Unanswerable::NoReply)),
            ("MAILER-DAEMON@kommune.example", Err(Unanswerable::NoReply)),
            ("Hoering@region.example", Err(Unanswerable::Ourselves)),
        ] {
            assert_eq!(answerable(address, &ours), answer, "{address}");
        }
    }
}
