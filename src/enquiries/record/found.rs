//! What a record shows, as it lies in the database.

use uuid::Uuid;

use crate::accounts::Staff;
use crate::db::Conn;
use crate::deliveries::{Attempt, Delivery};
use crate::enquiries::enquiry::Enquiry;
use crate::enquiries::inbox::People;
use crate::enquiries::tasks::Task;
use crate::enquiries::timeline::Entry;
use crate::error::Result;
use crate::forms::Form;

/// So many earlier enquiries of the same address are named.
const EARLIER: i64 = 5;

/// What a record shows, as it lies in the database.
pub(in crate::enquiries) struct Found {
    pub enquiry: Enquiry,
    pub form: Form,
    pub deliveries: Vec<Delivery>,
    pub attempts: Vec<Attempt>,
    pub timeline: Vec<Entry>,
    pub tasks: Vec<Task>,
    pub earlier: Vec<Enquiry>,
    pub people: People,
}

impl Found {
    pub(super) async fn load(conn: &mut Conn, enquiry: Enquiry) -> Result<Self> {
        let form = Form::at_version(conn, enquiry.form_id, enquiry.form_version).await?;
        let deliveries = Delivery::of_enquiry(conn, enquiry.id).await?;
        let ids: Vec<Uuid> = deliveries.iter().map(|delivery| delivery.id).collect();
        let attempts = Delivery::attempts_of(conn, &ids).await?;
        let timeline = Entry::of_enquiry(conn, enquiry.id).await?;
        let tasks = Task::of_enquiry(conn, enquiry.id).await?;
        let earlier = enquiry.of_same_address(conn, EARLIER).await?;
        let mut people = Staff::hands(conn).await?;
        // Whoever has it stands there, even if they may not come in any more.
        if let Some(owner) = enquiry.owner_id
            && !people.iter().any(|one| one.id == owner)
        {
            people.extend(Staff::names(conn).await?.into_iter().find(|one| one.id == owner));
        }
        Ok(Self { enquiry, form, deliveries, attempts, timeline, tasks, earlier, people })
    }
}
