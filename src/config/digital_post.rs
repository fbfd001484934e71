//! The folders that messages from Digital Post come in: `[[digital_post]]`.

use std::collections::BTreeSet;

use anyhow::bail;
use serde::Deserialize;

/// A folder of MeMo files, and the hearing that they are for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DigitalPost {
    pub folder: String,
    pub hearing: String,
    #[serde(default = "poll_seconds")]
    pub poll_seconds: u64,
}

fn poll_seconds() -> u64 {
    60
}

/// A folder belongs to one hearing, and has both.
pub(super) fn check(folders: &[DigitalPost]) -> anyhow::Result<()> {
    let mut seen = BTreeSet::new();
    for one in folders {
        if one.folder.is_empty() || one.hearing.is_empty() {
            bail!("digital_post: each needs a folder and a hearing");
        }
        if !seen.insert(one.folder.trim_end_matches('/')) {
            bail!("digital_post: the folder {} stands twice", one.folder);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(folder: &str, hearing: &str) -> DigitalPost {
        DigitalPost {
            folder: folder.into(),
            hearing: hearing.into(),
            poll_seconds: poll_seconds(),
        }
    }

    #[test]
    fn a_folder_belongs_to_one_hearing() {
        assert!(check(&[folder("/srv/post", "plan")]).is_ok());
        assert!(check(&[folder("/srv/post", "")]).is_err());
        let twice = [folder("/srv/post", "plan"), folder("/srv/post/", "anden")];
        assert!(check(&twice).is_err());
    }
}
