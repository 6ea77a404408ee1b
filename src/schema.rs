//! The database as Diesel sees it. Kept by hand in step with `migrations/`; a test compares the two.
#![allow(missing_docs)]

diesel::table! {
    installation (only_row) {
        only_row -> Bool,
        secret_fingerprint -> Text,
        demo -> Bool,
        demo_filled_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        set_up_key -> Uuid,
    }
}

diesel::table! {
    compatibility (migration) {
        migration -> Text,
        oldest_generation -> Int4,
    }
}

diesel::table! {
    staff (id) {
        id -> Uuid,
        name -> Text,
        email -> Text,
        role -> Text,
        password_hash -> Nullable<Text>,
        credential_version -> Int4,
        disabled_at -> Nullable<Timestamptz>,
        last_seen_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        theme -> Text,
        shortcuts -> Bool,
        morning_mail -> Bool,
        reminders -> Bool,
        picture -> Nullable<Bytea>,
        picture_tag -> Nullable<Text>,
    }
}

diesel::table! {
    settings (topic, version) {
        topic -> Text,
        version -> Int4,
        value -> Jsonb,
        staff_id -> Nullable<Uuid>,
        at -> Timestamptz,
    }
}

diesel::table! {
    sessions (key_hash) {
        key_hash -> Bytea,
        id -> Uuid,
        staff_id -> Nullable<Uuid>,
        state -> Jsonb,
        browser -> Text,
        created_at -> Timestamptz,
        seen_at -> Timestamptz,
        ends_at -> Timestamptz,
    }
}

diesel::table! {
    action_links (id) {
        id -> Uuid,
        purpose -> Text,
        staff_id -> Uuid,
        credential_version -> Int4,
        token_hash -> Bytea,
        created_at -> Timestamptz,
        ends_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    sign_in_attempts (id) {
        id -> Uuid,
        account_hash -> Bytea,
        address_tag -> Bytea,
        kind -> Text,
        success -> Bool,
        at -> Timestamptz,
    }
}

diesel::table! {
    authors (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        role -> Text,
        bio -> Text,
        staff_id -> Nullable<Uuid>,
        links -> Jsonb,
        picture_id -> Nullable<Uuid>,
        position -> Int4,
    }
}

diesel::table! {
    forms (id) {
        id -> Uuid,
        slug -> Text,
        state -> Text,
        version -> Int4,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    form_versions (form_id, version) {
        form_id -> Uuid,
        version -> Int4,
        definition -> Json,
        staff_id -> Nullable<Uuid>,
        at -> Timestamptz,
    }
}

diesel::table! {
    form_recipients (id) {
        id -> Uuid,
        form_id -> Uuid,
        name -> Text,
        email -> Text,
    }
}

diesel::table! {
    pages (id) {
        id -> Uuid,
        kind -> Text,
        parent_id -> Nullable<Uuid>,
        path -> Nullable<Text>,
        language -> Text,
        live_revision -> Nullable<Uuid>,
        draft_revision -> Nullable<Uuid>,
        created_at -> Timestamptz,
        asked_at -> Nullable<Timestamptz>,
        asked_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    revisions (id) {
        id -> Uuid,
        page_id -> Uuid,
        title -> Text,
        description -> Text,
        blocks -> Json,
        staff_id -> Nullable<Uuid>,
        at -> Timestamptz,
        lead -> Text,
        in_short -> Jsonb,
        cover_id -> Nullable<Uuid>,
        cover_caption -> Text,
        aside -> Nullable<Jsonb>,
        published_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    schedules (page_id, act) {
        page_id -> Uuid,
        act -> Text,
        revision_id -> Nullable<Uuid>,
        at -> Timestamptz,
        staff_id -> Nullable<Uuid>,
        fault -> Text,
    }
}

diesel::table! {
    articles (page_id) {
        page_id -> Uuid,
        author_id -> Uuid,
        minutes -> Int4,
        published_at -> Nullable<Timestamptz>,
        updated_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    block_references (revision_id, block_id) {
        revision_id -> Uuid,
        block_id -> Uuid,
        form_id -> Nullable<Uuid>,
        page_id -> Nullable<Uuid>,
        media_id -> Nullable<Uuid>,
        service_id -> Nullable<Uuid>,
        author_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    services (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        outcome -> Text,
        unit -> Text,
        price -> Nullable<Int8>,
        currency -> Text,
        price_is_from -> Bool,
        page_id -> Nullable<Uuid>,
        position -> Int4,
    }
}

diesel::table! {
    media (id) {
        id -> Uuid,
        kind -> Text,
        name -> Text,
        extension -> Text,
        hash -> Text,
        bytes -> Int8,
        width -> Nullable<Int4>,
        height -> Nullable<Int4>,
        alternative -> Text,
        caption -> Text,
        focus_x -> Int2,
        focus_y -> Int2,
        rendered_at -> Nullable<Timestamptz>,
        staff_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    undescribed_media (id) {
        id -> Uuid,
        kind -> Text,
        name -> Text,
        extension -> Text,
        hash -> Text,
        bytes -> Int8,
        width -> Nullable<Int4>,
        height -> Nullable<Int4>,
        staff_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    renditions (media_id, width, extension) {
        media_id -> Uuid,
        width -> Int4,
        height -> Int4,
        extension -> Text,
        hash -> Text,
        bytes -> Int8,
    }
}

diesel::table! {
    topics (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        description -> Text,
        position -> Int4,
    }
}

diesel::table! {
    article_topics (page_id, topic_id) {
        page_id -> Uuid,
        topic_id -> Uuid,
        published_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    cases (page_id) {
        page_id -> Uuid,
        client -> Text,
        sector -> Text,
        place -> Text,
        year -> Int4,
        figure -> Text,
        figure_words -> Text,
        service_id -> Nullable<Uuid>,
        position -> Int4,
    }
}

diesel::table! {
    publications (page_id) {
        page_id -> Uuid,
        title -> Text,
        description -> Text,
        lead -> Text,
        cover_id -> Nullable<Uuid>,
        words -> Text,
        changed_at -> Timestamptz,
        vector -> Text,
        about -> Text,
    }
}

diesel::table! {
    menu_items (id) {
        id -> Uuid,
        place -> Text,
        position -> Int4,
        label -> Text,
        page_id -> Nullable<Uuid>,
        form_id -> Nullable<Uuid>,
        address -> Nullable<Text>,
    }
}

diesel::table! {
    redirects (id) {
        id -> Uuid,
        from_path -> Text,
        is_prefix -> Bool,
        page_id -> Nullable<Uuid>,
        to_address -> Nullable<Text>,
        hits -> Int8,
        last_hit_at -> Nullable<Timestamptz>,
        staff_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    missing_paths (path) {
        path -> Text,
        hits -> Int8,
        referrer -> Text,
        first_at -> Timestamptz,
        last_at -> Timestamptz,
    }
}

diesel::table! {
    drafts (id) {
        id -> Uuid,
        form_id -> Uuid,
        form_version -> Int4,
        browser_hash -> Bytea,
        key -> Text,
        answers -> Jsonb,
        answered_steps -> Jsonb,
        source -> Jsonb,
        seen_seconds -> Nullable<Int4>,
        trapped -> Bool,
        created_at -> Timestamptz,
        touched_at -> Timestamptz,
        sent_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    enquiries (id) {
        id -> Uuid,
        reference -> Text,
        key -> Text,
        form_id -> Uuid,
        form_version -> Int4,
        answers -> Jsonb,
        name -> Text,
        email -> Text,
        phone -> Text,
        company -> Text,
        excerpt -> Text,
        search -> Text,
        state -> Text,
        suspected -> Bool,
        suspicion -> Jsonb,
        test -> Bool,
        seeded -> Bool,
        source -> Jsonb,
        address_tag -> Bytea,
        received_at -> Timestamptz,
        version -> Int4,
        owner_id -> Nullable<Uuid>,
        due_at -> Nullable<Timestamptz>,
        answered_at -> Nullable<Timestamptz>,
        answered_by -> Nullable<Uuid>,
        reminded_at -> Nullable<Timestamptz>,
        deleted_at -> Nullable<Timestamptz>,
        deleted_by -> Nullable<Uuid>,
        reply_by -> Timestamptz,
    }
}

diesel::table! {
    receipt_browsers (enquiry_id, browser_hash) {
        enquiry_id -> Uuid,
        browser_hash -> Bytea,
        ends_at -> Timestamptz,
    }
}

diesel::table! {
    timeline (id) {
        id -> Uuid,
        enquiry_id -> Uuid,
        at -> Timestamptz,
        staff_id -> Nullable<Uuid>,
        event -> Jsonb,
    }
}

diesel::table! {
    deliveries (id) {
        id -> Uuid,
        enquiry_id -> Nullable<Uuid>,
        kind -> Text,
        subject_staff -> Nullable<Uuid>,
        action_link_id -> Nullable<Uuid>,
        recipient -> Text,
        recipient_name -> Text,
        state -> Text,
        message_id -> Text,
        bytes -> Nullable<Bytea>,
        attempts -> Int4,
        due_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        done_at -> Nullable<Timestamptz>,
        seeded -> Bool,
    }
}

diesel::table! {
    delivery_attempts (delivery_id, number) {
        delivery_id -> Uuid,
        number -> Int4,
        started_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        outcome -> Nullable<Text>,
        words -> Text,
    }
}

diesel::table! {
    jobs (id) {
        id -> Uuid,
        kind -> Text,
        key -> Text,
        payload -> Jsonb,
        run_at -> Timestamptz,
        attempts -> Int4,
        faults -> Int4,
        leased_until -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        dead_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    tasks (id) {
        id -> Uuid,
        enquiry_id -> Uuid,
        words -> Text,
        due_on -> Nullable<Date>,
        staff_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        done_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    staff_acts (id) {
        id -> Uuid,
        at -> Timestamptz,
        staff_id -> Nullable<Uuid>,
        act -> Jsonb,
    }
}

diesel::table! {
    alerts (id) {
        id -> Uuid,
        kind -> Text,
        subject -> Text,
        count -> Int4,
        detail -> Text,
        began_at -> Timestamptz,
        seen_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        began_told_at -> Nullable<Timestamptz>,
        ended_told_at -> Nullable<Timestamptz>,
        tellings -> Int4,
    }
}

diesel::table! {
    morning_mails (staff_id, day) {
        staff_id -> Uuid,
        day -> Date,
    }
}

diesel::joinable!(articles -> pages (page_id));
diesel::joinable!(articles -> authors (author_id));
diesel::joinable!(article_topics -> topics (topic_id));
diesel::joinable!(article_topics -> articles (page_id));
diesel::joinable!(cases -> pages (page_id));
diesel::joinable!(publications -> pages (page_id));
diesel::joinable!(renditions -> media (media_id));
diesel::joinable!(enquiries -> forms (form_id));
diesel::joinable!(deliveries -> enquiries (enquiry_id));
diesel::joinable!(tasks -> enquiries (enquiry_id));
diesel::joinable!(staff_acts -> staff (staff_id));
diesel::joinable!(sessions -> staff (staff_id));
diesel::joinable!(action_links -> staff (staff_id));
diesel::joinable!(form_versions -> forms (form_id));

diesel::allow_tables_to_appear_in_same_query!(
    action_links,
    alerts,
    article_topics,
    articles,
    authors,
    block_references,
    cases,
    compatibility,
    deliveries,
    delivery_attempts,
    drafts,
    enquiries,
    form_recipients,
    form_versions,
    forms,
    installation,
    jobs,
    media,
    menu_items,
    missing_paths,
    morning_mails,
    pages,
    publications,
    receipt_browsers,
    redirects,
    renditions,
    revisions,
    schedules,
    services,
    sessions,
    settings,
    sign_in_attempts,
    staff,
    staff_acts,
    tasks,
    timeline,
    topics,
    undescribed_media,
);
