//! Moving mails to another folder (RFC 6851), with the UIDs that they get there (COPYUID, RFC 4315). The only thing that changes anything.

use std::collections::BTreeMap;

use async_imap::imap_proto::rfc4315::UidSetMember;
use async_imap::imap_proto::{MailboxDatum, Response, ResponseCode, StatusAttribute};

use super::connection::Connection;
use super::{ImapError, folder_name};

/// Where the next mail of a folder will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Next {
    pub(in super::super) uid_validity: i64,
    pub(in super::super) uid_next: i64,
}

/// What a move did: the folder's UIDVALIDITY, and the UID there of each mail that was moved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Moved {
    pub(in super::super) uid_validity: i64,
    pub(in super::super) uids: BTreeMap<i64, i64>,
}

impl Connection {
    /// What the server lacks for moves; nothing when it can.
    pub(in super::super) fn lacks_for_moves(&self) -> Vec<&'static str> {
        ["MOVE", "UIDPLUS"]
            .into_iter()
            .filter(|one| !self.can(one))
            .collect()
    }

    /// Asks a folder that is not open where its next mail will be.
    pub(in super::super) async fn next(&mut self, folder: &str) -> Result<Next, ImapError> {
        let (mut uid_validity, mut uid_next) = (None, None);
        let command = format!(
            "STATUS {} (UIDNEXT UIDVALIDITY)",
            folder_name::quoted(folder)?
        );
        self.command(&command, |response| {
            let Response::MailboxData(MailboxDatum::Status { status, .. }) = response else {
                return;
            };
            for attribute in status {
                match attribute {
                    StatusAttribute::UidNext(uid) => uid_next = Some(i64::from(*uid)),
                    StatusAttribute::UidValidity(value) => uid_validity = Some(i64::from(*value)),
                    _ => {}
                }
            }
        })
        .await
        .map_err(|error| match error {
            ImapError::Refused(why) => ImapError::Settings(format!(
                "the folder {folder} of move_to: {why}. Create it, or correct move_to"
            )),
            other => other,
        })?;
        match (uid_validity, uid_next) {
            (Some(uid_validity), Some(uid_next)) => Ok(Next {
                uid_validity,
                uid_next,
            }),
            _ => Err(ImapError::Settings(format!(
                "the folder {folder} of move_to has no UIDNEXT and UIDVALIDITY"
            ))),
        }
    }

    /// Moves mails of a folder, unless that has another UIDVALIDITY now. The folder is open for reading only before and afterwards.
    pub(in super::super) async fn move_to(
        &mut self,
        (from, uid_validity): (&str, i64),
        uids: &[i64],
        to: &str,
    ) -> Result<Moved, ImapError> {
        let list: Vec<String> = uids.iter().map(ToString::to_string).collect();
        let command = format!("UID MOVE {} {}", list.join(","), folder_name::quoted(to)?);
        if self.enter("SELECT", from).await? != uid_validity {
            return Err(ImapError::Lost(
                "UIDVALIDITY changed while mails were to be moved".into(),
            ));
        }
        let mut moved = Moved::default();
        let answer = self
            .command(&command, |response| read(response, &mut moved))
            .await;
        self.examine(from).await?;
        answer.map(|()| moved)
    }
}

/// COPYUID comes before the tagged answer, or in it.
fn read(response: &Response<'_>, moved: &mut Moved) {
    let (Response::Data { outcome, .. } | Response::Done { outcome, .. }) = response else {
        return;
    };
    if let Some(ResponseCode::CopyUid(uid_validity, from, to)) = &outcome.code {
        moved.uid_validity = i64::from(*uid_validity);
        moved.uids.extend(each(from).zip(each(to)));
    }
}

fn each(set: &[UidSetMember]) -> impl Iterator<Item = i64> {
    set.iter().flat_map(|member| match member {
        UidSetMember::Uid(uid) => i64::from(*uid)..=i64::from(*uid),
        UidSetMember::UidRange(range) => i64::from(*range.start())..=i64::from(*range.end()),
    })
}

#[cfg(test)]
mod tests {
    use async_imap::imap_proto::{Outcome, Status};

    use super::*;

    #[test]
    fn the_two_sets_of_copyuid_are_read_side_by_side() {
        let code = ResponseCode::CopyUid(
            7,
            vec![UidSetMember::UidRange(3..=5), UidSetMember::Uid(9)],
            vec![UidSetMember::UidRange(21..=24)],
        );
        let response = Response::Data {
            status: Status::Ok,
            outcome: Outcome {
                code: Some(code),
                information: None,
            },
        };
        let mut moved = Moved::default();
        read(&response, &mut moved);
        assert_eq!(moved.uid_validity, 7);
        assert_eq!(
            moved.uids,
            BTreeMap::from([(3, 21), (4, 22), (5, 23), (9, 24)])
        );
    }
}
