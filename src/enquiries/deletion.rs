//! Deleting: what an enquiry held is blank from then on, and that it was deleted stays written down.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::enquiry::Enquiry;
use super::pick::Pick;
use super::timeline::{Entry, Event};
use crate::acts::Act;
use crate::clock::Moment;
use crate::db::Tx;
use crate::deliveries::Delivery;
use crate::error::Result;
use crate::schema::{enquiries, receipt_browsers, tasks, timeline};

impl Enquiry {
    /// Deletes enquiries: contact, answers, notes, tasks and messages go; key, reference, form and dates stay, so that a
    /// repeated send is still known. Queued messages are cancelled in the same transaction. What somebody changed since it was
    /// chosen stays. Answers the act that tells of it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn delete_all(tx: &mut Tx, at: Moment, picks: &[Pick], who: Uuid) -> Result<Option<Uuid>> {
        let mut picks = picks.to_vec();
        picks.sort_unstable();
        let (mut references, mut passed) = (Vec::new(), 0);
        for pick in picks {
            let id = pick.id;
            let there = enquiries::table.find(id).filter(enquiries::deleted_at.is_null());
            let version: Option<i32> =
                there.select(enquiries::version).for_update().first(tx.conn()).await.optional()?;
            match version {
                None => continue,
                Some(version) if pick.is_stale(version) => {
                    passed += 1;
                    continue;
                }
                Some(_) => {}
            }
            let reference: String = diesel::update(enquiries::table.find(id))
                .set((
                    (enquiries::deleted_at.eq(at.now), enquiries::deleted_by.eq(who)),
                    (enquiries::answers.eq(json!({})), enquiries::source.eq(json!({}))),
                    (enquiries::name.eq(""), enquiries::email.eq("")),
                    (enquiries::phone.eq(""), enquiries::company.eq("")),
                    (enquiries::excerpt.eq(""), enquiries::search.eq("")),
                    enquiries::suspicion.eq(json!([])),
                    enquiries::address_tag.eq(Vec::<u8>::new()),
                    enquiries::version.eq(enquiries::version + 1),
                ))
                .returning(enquiries::reference)
                .get_result(tx.conn())
                .await?;
            diesel::delete(tasks::table.filter(tasks::enquiry_id.eq(id))).execute(tx.conn()).await?;
            diesel::delete(timeline::table.filter(timeline::enquiry_id.eq(id))).execute(tx.conn()).await?;
            diesel::delete(receipt_browsers::table.filter(receipt_browsers::enquiry_id.eq(id)))
                .execute(tx.conn())
                .await?;
            Delivery::blank(tx, at, id).await?;
            Entry::write(tx, at, id, Some(who), &Event::Deleted).await?;
            references.push(reference);
        }
        if references.is_empty() && passed == 0 {
            return Ok(None);
        }
        Ok(Some(Act::EnquiriesDeleted { references, passed }.write(tx, at, who).await?))
    }
}
