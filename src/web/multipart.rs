//! A form with files, `multipart/form-data`: the token first, then the fields, then the files, which go to temporary files as
//! they come. What is over a limit is read to its end and dropped, so that the form can be shown again with everything typed.

use std::io::{Seek, Write};

use actix_multipart::{Field, Multipart as Stream};
use actix_web::HttpRequest;
use actix_web::web::Payload;
use futures_util::StreamExt;

use super::{Error, Result, csrf};

/// What a form may hold.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub files: usize,
    pub file_bytes: u64,
    /// All files together.
    pub total_bytes: u64,
    /// One text field.
    pub field_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            files: 10,
            file_bytes: 25_000_000,
            total_bytes: 50_000_000,
            field_bytes: 2_000_000,
        }
    }
}

/// Why a file was not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    TooManyFiles,
    FileTooLarge { file_name: String },
    AllTooLarge,
}

/// A file as it was sent.
pub struct Upload {
    /// Name of the field.
    pub field: String,
    /// As the sender calls it: to be shown, never used as a path.
    pub file_name: String,
    /// As the sender claims.
    pub content_type: Option<String>,
    pub size_bytes: u64,
    /// At its beginning. It has no name on the disk and goes when dropped.
    pub file: std::fs::File,
}

/// What a form with files held.
#[derive(Default)]
pub struct Multipart {
    /// In the order of the form; names may repeat.
    pub fields: Vec<(String, String)>,
    pub files: Vec<Upload>,
    /// Each limit that was passed, once.
    pub refusals: Vec<Refusal>,
}

impl Multipart {
    /// Reads the whole form.
    ///
    /// # Errors
    /// `Forbidden` without the right token before the first file, `BadRequest` when it is cut off or is no form, `TooLarge`
    /// when it goes on to more than four times the limit.
    pub async fn read(request: &HttpRequest, payload: Payload, limits: Limits) -> Result<Self> {
        let mut stream = Stream::new(request.headers(), payload);
        let mut form = Self::default();
        let mut trusted = false;
        let mut read_bytes = 0;
        while let Some(field) = stream.next().await {
            let field = field.map_err(|_| Error::BadRequest)?;
            let is_file = field
                .content_disposition()
                .is_some_and(|it| it.get_filename().is_some());
            if is_file {
                if !trusted {
                    return Err(Error::Forbidden);
                }
                form.read_file(field, limits, &mut read_bytes).await?;
            } else {
                let (name, value) = text(field, limits.field_bytes).await?;
                if name == csrf::FIELD {
                    csrf::check(request, Some(&value))?;
                    trusted = true;
                } else {
                    form.fields.push((name, value));
                }
            }
        }
        if trusted {
            Ok(form)
        } else {
            Err(Error::Forbidden)
        }
    }

    /// The first value of a field; empty when it was not sent.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    async fn read_file(
        &mut self,
        mut field: Field,
        limits: Limits,
        read_bytes: &mut u64,
    ) -> Result<()> {
        let disposition = field.content_disposition();
        let file_name = disposition
            .and_then(|it| it.get_filename())
            .unwrap_or_default()
            .to_owned();
        let name = field.name().unwrap_or_default().to_owned();
        let content_type = field.content_type().map(ToString::to_string);
        let mut file = tempfile::tempfile().map_err(internal)?;
        let mut size_bytes = 0;
        let mut refusal = (self.files.len() >= limits.files).then_some(Refusal::TooManyFiles);
        while let Some(piece) = field.next().await {
            let piece = piece.map_err(|_| Error::BadRequest)?;
            size_bytes += piece.len() as u64;
            *read_bytes += piece.len() as u64;
            if *read_bytes > 4 * limits.total_bytes {
                return Err(Error::TooLarge);
            }
            if size_bytes > limits.file_bytes {
                refusal.get_or_insert_with(|| Refusal::FileTooLarge {
                    file_name: file_name.clone(),
                });
            } else if *read_bytes > limits.total_bytes {
                refusal.get_or_insert(Refusal::AllTooLarge);
            }
            if refusal.is_none() {
                file.write_all(&piece).map_err(internal)?;
            }
        }
        if file_name.is_empty() && size_bytes == 0 {
            return Ok(()); // a file field left empty
        }
        if let Some(refusal) = refusal {
            if !self.refusals.contains(&refusal) {
                self.refusals.push(refusal);
            }
            return Ok(());
        }
        file.rewind().map_err(internal)?;
        self.files.push(Upload {
            field: name,
            file_name,
            content_type,
            size_bytes,
            file,
        });
        Ok(())
    }
}

async fn text(mut field: Field, limit_bytes: usize) -> Result<(String, String)> {
    let name = field.name().unwrap_or_default().to_owned();
    let mut value = Vec::new();
    while let Some(piece) = field.next().await {
        value.extend_from_slice(&piece.map_err(|_| Error::BadRequest)?);
        if value.len() > limit_bytes {
            return Err(Error::TooLarge);
        }
    }
    Ok((
        name,
        String::from_utf8(value).map_err(|_| Error::BadRequest)?,
    ))
}

fn internal(error: std::io::Error) -> Error {
    Error::Internal(error.into())
}
