//! Working time, case by case: weekends, holidays, long nights, and the days on which the clocks change.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use shingle::promises::{Holiday, HoursPlace, OpeningHours, Span, TimeOfDay, WorkingTime};

fn at(text: &str) -> TimeOfDay {
    TimeOfDay::parse(text).unwrap_or_else(|| panic!("{text}"))
}

fn span(text: &str) -> Span {
    let (opens, closes) = text.split_once('-').unwrap();
    Span { opens: at(opens), closes: at(closes) }
}

/// Hours as `Mon 9:00-12:30 13:30-18:00; Fri 9:00-13:00`.
fn week(text: &str) -> OpeningHours {
    let mut hours = OpeningHours::none();
    for day in text.split(';').filter(|day| !day.trim().is_empty()) {
        let mut words = day.split_whitespace();
        let day: Weekday = words.next().unwrap().parse().unwrap();
        hours.week[day.num_days_from_monday() as usize] = words.map(span).collect();
    }
    hours
}

/// Every day the same.
fn daily(spans: &str) -> OpeningHours {
    week(&["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map(|day| format!("{day} {spans}")).join(";"))
}

fn office() -> OpeningHours {
    OpeningHours::working_week(at("9:00"), at("17:30"))
}

fn closed_on(mut hours: OpeningHours, days: &[&str]) -> OpeningHours {
    hours.holidays =
        days.iter().map(|day| Holiday { day: day.parse().unwrap(), name: "A holiday".to_owned() }).collect();
    hours
}

/// A local time in a zone; of one that comes twice, the first.
fn local(zone: Tz, text: &str) -> DateTime<Utc> {
    let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    zone.from_local_datetime(&time).earliest().unwrap().with_timezone(&Utc)
}

fn utc(text: &str) -> DateTime<Utc> {
    local(Tz::UTC, text)
}

/// When `minutes` from a local time are due, in local time.
fn due(hours: &OpeningHours, zone: Tz, from: &str, minutes: u32) -> String {
    let due = WorkingTime { hours, zone }.due(local(zone, from), minutes);
    due.map_or_else(|| "never".to_owned(), |due| due.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string())
}

/// Asserts a due time, and that as much working time lies before it as was promised.
fn check(hours: &OpeningHours, zone: Tz, cases: &[(&str, u32, &str)]) {
    for (from, minutes, expected) in cases {
        assert_eq!(due(hours, zone, from, *minutes), *expected, "{minutes} min from {from} in {zone}");
        let time = WorkingTime { hours, zone };
        let end = time.due(local(zone, from), *minutes).unwrap();
        let between = time.minutes_between(local(zone, from), end);
        assert_eq!(between, i64::from(*minutes), "from {from} to {end} in {zone}");
        assert_eq!(time.minutes_between(end, local(zone, from)), 0, "backwards");
    }
}

const LONDON: Tz = Tz::Europe__London;
const NEW_YORK: Tz = Tz::America__New_York;
const KOLKATA: Tz = Tz::Asia__Kolkata;
const LORD_HOWE: Tz = Tz::Australia__Lord_Howe;

#[test]
fn working_hours_count_only_while_the_business_is_open() {
    // 23 November 2026 is a Monday.
    check(
        &office(),
        LONDON,
        &[
            ("2026-11-23 09:00", 480, "2026-11-23 17:00"),
            ("2026-11-23 10:00", 480, "2026-11-24 09:30"),
            ("2026-11-23 17:30", 60, "2026-11-24 10:00"),
            ("2026-11-23 17:29", 60, "2026-11-24 09:59"),
            ("2026-11-23 03:00", 1, "2026-11-23 09:01"),
            ("2026-11-23 20:00", 480, "2026-11-24 17:00"),
            // What is over at closing time is due then, not the next morning.
            ("2026-11-23 09:00", 510, "2026-11-23 17:30"),
            ("2026-11-23 09:00", 511, "2026-11-24 09:01"),
        ],
    );
}

#[test]
fn weekends_are_no_working_time() {
    check(
        &office(),
        LONDON,
        &[
            ("2026-11-20 17:00", 60, "2026-11-23 09:30"),
            ("2026-11-21 11:00", 480, "2026-11-23 17:00"),
            ("2026-11-22 23:59", 15, "2026-11-23 09:15"),
            // Three working days of eight and a half hours and a bit.
            ("2026-11-20 09:00", 3 * 510 + 30, "2026-11-25 09:30"),
        ],
    );
    let with_saturday = week("Mon 9:00-17:00; Sat 10:00-12:00");
    check(
        &with_saturday,
        LONDON,
        &[("2026-11-20 12:00", 60, "2026-11-21 11:00"), ("2026-11-21 11:30", 60, "2026-11-23 09:30")],
    );
}

#[test]
fn a_break_at_noon_is_no_working_time() {
    let hours = week("Mon 13:30-18:00 9:00-12:30; Tue 9:00-12:30");
    check(
        &hours,
        LONDON,
        &[
            ("2026-11-23 12:00", 60, "2026-11-23 14:00"),
            ("2026-11-23 13:00", 30, "2026-11-23 14:00"),
            ("2026-11-23 09:00", 480, "2026-11-23 18:00"),
            ("2026-11-23 09:00", 481, "2026-11-24 09:01"),
        ],
    );
}

#[test]
fn holidays_are_no_working_time() {
    let hours = closed_on(office(), &["2026-12-25", "2026-12-28", "2027-01-01"]);
    check(
        &hours,
        LONDON,
        &[
            ("2026-12-24 17:00", 60, "2026-12-29 09:30"),
            ("2026-12-25 10:00", 480, "2026-12-29 17:00"),
            ("2026-12-31 17:00", 60, "2027-01-04 09:30"),
        ],
    );
    let time = WorkingTime { hours: &hours, zone: LONDON };
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(time.first_opening(day("2026-12-25")), None);
    assert_eq!(time.first_opening(day("2026-12-26")), None, "a Saturday");
    assert_eq!(time.first_opening(day("2026-12-24")), Some(utc("2026-12-24 09:00")));
    assert_eq!(time.first_opening(day("2026-07-24")), Some(utc("2026-07-24 08:00")), "in summer");
}

#[test]
fn a_night_belongs_to_the_day_on_which_it_begins() {
    let nights = week("Mon 22:00-6:00; Tue 22:00-6:00; Fri 22:00-6:00");
    check(
        &nights,
        LONDON,
        &[
            ("2026-11-23 23:00", 60, "2026-11-24 00:00"),
            ("2026-11-23 23:00", 7 * 60, "2026-11-24 06:00"),
            ("2026-11-24 03:00", 240, "2026-11-24 23:00"),
            ("2026-11-25 05:00", 120, "2026-11-27 23:00"),
            ("2026-11-28 05:30", 30, "2026-11-28 06:00"),
            // From Sunday, before anything opens.
            ("2026-11-22 12:00", 9 * 60, "2026-11-24 23:00"),
        ],
    );
    // A holiday takes away the night that begins on it, and leaves the end of the night before.
    let nights = closed_on(nights, &["2026-11-24"]);
    check(
        &nights,
        LONDON,
        &[("2026-11-24 03:00", 180, "2026-11-24 06:00"), ("2026-11-24 03:00", 240, "2026-11-27 23:00")],
    );
}

#[test]
fn a_business_that_never_closes_counts_every_hour_once() {
    for hours in [daily("0:00-24:00"), daily("12:00-24:00 0:00-12:00"), daily("0:00-24:00 8:00-18:00")] {
        check(
            &hours,
            LONDON,
            &[
                ("2026-11-21 22:00", 480, "2026-11-22 06:00"),
                ("2026-11-21 22:00", 72 * 60, "2026-11-24 22:00"),
                // An hour more, and an hour less, on the clock of these days.
                ("2026-10-24 12:00", 24 * 60, "2026-10-25 11:00"),
                ("2026-03-28 12:00", 24 * 60, "2026-03-29 13:00"),
            ],
        );
    }
}

#[test]
fn an_hour_that_is_leapt_over_is_no_working_time() {
    // London, 29 March 2026: 01:00 becomes 02:00.
    let nights = week("Sat 22:00-6:00; Sun 0:30-1:30");
    let night = week("Sat 22:00-6:00");
    check(
        &night,
        LONDON,
        &[("2026-03-28 22:00", 180, "2026-03-29 02:00"), ("2026-03-28 22:00", 7 * 60, "2026-03-29 06:00")],
    );
    assert_eq!(due(&nights, LONDON, "2026-03-28 22:00", 7 * 60), "2026-03-29 06:00", "the same hours counted twice");
    let inside = week("Sun 1:15-1:45; Mon 9:00-17:00");
    assert_eq!(due(&inside, LONDON, "2026-03-28 22:00", 30), "2026-03-30 09:30", "this half hour did not exist");
    let from_inside = week("Sun 1:30-4:00");
    check(
        &from_inside,
        LONDON,
        &[("2026-03-28 22:00", 60, "2026-03-29 03:00"), ("2026-03-28 22:00", 120, "2026-03-29 04:00")],
    );
    // New York, 8 March 2026: 02:00 becomes 03:00.
    check(
        &daily("0:00-4:00"),
        NEW_YORK,
        &[("2026-03-08 00:00", 180, "2026-03-08 04:00"), ("2026-03-08 01:30", 60, "2026-03-08 03:30")],
    );
}

#[test]
fn an_hour_that_comes_twice_is_worked_twice() {
    // London, 25 October 2026: 02:00 becomes 01:00.
    let night = week("Sat 22:00-6:00");
    let time = WorkingTime { hours: &night, zone: LONDON };
    assert_eq!(time.minutes_between(utc("2026-10-24 12:00"), utc("2026-10-25 12:00")), 9 * 60);
    assert_eq!(time.due(utc("2026-10-24 21:00"), 4 * 60), Some(utc("2026-10-25 01:00")), "the second one o'clock");
    assert_eq!(time.due(utc("2026-10-24 21:00"), 9 * 60), Some(utc("2026-10-25 06:00")));
    // What opens at a time that comes twice opens at the first, and closes at the second.
    let inside = week("Sun 1:15-1:45");
    let time = WorkingTime { hours: &inside, zone: LONDON };
    assert_eq!(time.due(utc("2026-10-24 12:00"), 1), Some(utc("2026-10-25 00:16")));
    assert_eq!(time.minutes_between(utc("2026-10-24 12:00"), utc("2026-10-25 12:00")), 90);
    // Spans that meet in it share it.
    let meeting = week("Sun 0:00-1:30 1:30-3:00");
    let time = WorkingTime { hours: &meeting, zone: LONDON };
    assert_eq!(time.minutes_between(utc("2026-10-24 12:00"), utc("2026-10-25 12:00")), 4 * 60);
    // Office hours notice nothing but the clock in the world's time.
    let office = office();
    let time = WorkingTime { hours: &office, zone: LONDON };
    assert_eq!(time.due(utc("2026-10-23 16:00"), 60), Some(utc("2026-10-26 09:30")));
    assert_eq!(time.due(utc("2026-03-27 17:00"), 60), Some(utc("2026-03-30 08:30")));
    // New York, 1 November 2026: 02:00 becomes 01:00.
    let time = WorkingTime { hours: &night, zone: NEW_YORK };
    assert_eq!(time.minutes_between(utc("2026-10-31 12:00"), utc("2026-11-02 00:00")), 9 * 60);
}

#[test]
fn zones_off_the_full_hour_are_counted_by_their_own_clock() {
    check(
        &office(),
        KOLKATA,
        &[("2026-11-23 10:00", 480, "2026-11-24 09:30"), ("2026-11-20 17:15", 30, "2026-11-23 09:15")],
    );
    let (office, never_closes) = (office(), daily("0:00-24:00"));
    let time = WorkingTime { hours: &office, zone: KOLKATA };
    assert_eq!(time.due(utc("2026-11-23 03:30"), 60), Some(utc("2026-11-23 04:30")), "9:00 there is 3:30 in UTC");
    // Lord Howe moves its clocks by half an hour: on 4 October 2026 at 02:00 to 02:30, on 5 April at 02:00 back to 01:30.
    let night = week("Sat 22:00-6:00");
    let time = WorkingTime { hours: &night, zone: LORD_HOWE };
    let worked = |from: &str, to: &str| time.minutes_between(local(LORD_HOWE, from), local(LORD_HOWE, to));
    assert_eq!(worked("2026-10-03 12:00", "2026-10-04 12:00"), 450);
    assert_eq!(worked("2026-04-04 12:00", "2026-04-05 12:00"), 510);
    let opens_in_gap = week("Sun 2:10-3:00");
    assert_eq!(due(&opens_in_gap, LORD_HOWE, "2026-10-03 12:00", 30), "2026-10-04 03:00");
    check(
        &never_closes,
        LORD_HOWE,
        &[("2026-10-03 12:00", 24 * 60, "2026-10-04 12:30"), ("2026-04-04 12:00", 24 * 60, "2026-04-05 11:30")],
    );
    // Samoa left out a whole day, 30 December 2011.
    assert_eq!(due(&office, Tz::Pacific__Apia, "2011-12-29 17:00", 60), "2012-01-02 09:30");
    assert_eq!(due(&never_closes, Tz::Pacific__Apia, "2011-12-29 23:00", 120), "2011-12-31 01:00");
}

#[test]
fn where_nobody_ever_works_nothing_is_promised() {
    assert_eq!(due(&OpeningHours::none(), LONDON, "2026-11-23 09:00", 60), "never");
    assert_eq!(due(&office(), LONDON, "2026-11-23 09:00", 0), "never", "no hours are no promise");
    let nothing = week("Mon 9:00-9:00");
    assert_eq!(due(&nothing, LONDON, "2026-11-23 09:00", 60), "never", "a span without length");
    // Only on Mondays, and every Monday is a holiday for years.
    let first: NaiveDate = "2026-11-23".parse().unwrap();
    let mut hours = week("Mon 9:00-17:00");
    hours.holidays = first.iter_weeks().take(300).map(|day| Holiday { day, name: "Monday".to_owned() }).collect();
    assert_eq!(due(&hours, LONDON, "2026-11-23 09:00", 60), "never");
    let time = WorkingTime { hours: &hours, zone: LONDON };
    assert_eq!(time.minutes_between(utc("2026-11-23 09:00"), utc("2036-11-23 09:00")), 0);
}

#[test]
fn the_search_ends_years_ahead_and_never_fails() {
    let hours = office();
    let time = WorkingTime { hours: &hours, zone: LONDON };
    assert_eq!(time.due(utc("2026-11-23 09:00"), u32::MAX), None);
    assert_eq!(due(&hours, LONDON, "2026-11-23 09:00", 500 * 510), "2028-10-20 17:30");
    for odd in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        assert_eq!(time.due(odd, 60), None);
        assert_eq!(time.minutes_between(odd, utc("2026-11-23 09:00")), 0);
    }
    let far = time.minutes_between(utc("2026-11-23 09:00"), DateTime::<Utc>::MAX_UTC);
    assert!(far > 700 * 510 && far < 900 * 510, "{far}");
}

#[test]
fn whatever_is_promised_is_as_long_as_promised() {
    // Odd hours in odd zones over two years, from every few hours: no case of its own is forgotten.
    let hours =
        closed_on(week("Mon 9:00-12:00 13:00-17:30; Wed 22:00-6:00; Sat 23:00-4:15; Sun 0:30-2:45"), &["2026-12-23"]);
    assert_ne!(hours.check(), [], "the last two overlap, and are counted once all the same");
    for zone in [LONDON, NEW_YORK, KOLKATA, LORD_HOWE, Tz::America__St_Johns, Tz::Africa__Casablanca, Tz::Asia__Gaza] {
        let time = WorkingTime { hours: &hours, zone };
        for step in 0..900 {
            let from = utc("2026-01-01 00:00") + TimeDelta::minutes(step * 1153);
            let minutes = u32::try_from(step * 37 % 2000 + 1).unwrap();
            let due = time.due(from, minutes).unwrap();
            assert_eq!(time.minutes_between(from, due), i64::from(minutes), "{minutes} from {from} in {zone}");
            assert!(time.due(from + TimeDelta::minutes(30), minutes).unwrap() >= due, "later is never due earlier");
        }
    }
}

#[test]
fn hours_are_said_in_words() {
    for (hours, words) in [
        (OpeningHours::default(), "Monday to Friday, 9:00 to 17:30"),
        (OpeningHours::none(), "No opening hours"),
        (daily("10:00-18:00"), "Every day, 10:00 to 18:00"),
        (daily("0:00-24:00"), "Every day, all day"),
        (week("Sat 10:00-12:00; Sun 10:00-12:00"), "Saturday and Sunday, 10:00 to 12:00"),
        (
            week("Mon 13:00-17:00 8:00-12:00; Fri 8:00-12:00"),
            "Monday, 8:00 to 12:00 and 13:00 to 17:00; Friday, 8:00 to 12:00",
        ),
        (week("Thu 18:00-2:00; Fri 18:00-2:00; Sat 18:00-2:00"), "Thursday to Saturday, 18:00 to 2:00"),
    ] {
        assert_eq!(hours.words(), words);
    }
}

#[test]
fn hours_that_cannot_be_kept_are_refused_with_the_place_and_the_way_out() {
    let faults = |hours: &OpeningHours| hours.check().into_iter().map(|f| (f.place, f.words)).collect::<Vec<_>>();
    assert_eq!(faults(&OpeningHours::default()), []);
    assert_eq!(faults(&OpeningHours::none()), []);
    assert_eq!(faults(&daily("22:00-6:00 6:00-22:00")), [], "meeting is not overlapping");
    let found = faults(&week("Mon 9:00-9:00"));
    assert_eq!(found[0].0, HoursPlace::Span(Weekday::Mon, 0));
    assert_eq!(found[0].1, "Monday opens and closes at 9:00: for the whole day, write 0:00 to 24:00");
    let found = faults(&week("Tue 9:00-13:00 12:00-17:00"));
    assert_eq!(
        found,
        [(
            HoursPlace::Span(Weekday::Tue, 1),
            "Tuesday, 12:00 to 17:00: this overlaps with another span of the day".to_owned()
        )]
    );
    let found = faults(&week("Sun 22:00-6:00; Mon 5:00-9:00"));
    assert_eq!(
        found,
        [(HoursPlace::Span(Weekday::Sun, 0), "Sunday, 22:00 to 6:00: this runs into the hours of Monday".to_owned())]
    );
    let found = faults(&week("Mon 1:00-2:00 3:00-4:00 5:00-6:00 7:00-8:00 9:00-10:00"));
    assert_eq!(found, [(HoursPlace::Day(Weekday::Mon), "Use at most 4 spans on Monday".to_owned())]);
    let mut hours = closed_on(office(), &["2026-12-25", "2026-12-26", "2026-12-25", "2027-01-01"]);
    hours.holidays[1].name = "  ".to_owned();
    hours.holidays[3].name = "x".repeat(81);
    let found = faults(&hours);
    assert_eq!(
        found.iter().map(|(place, words)| (*place, words.as_str())).collect::<Vec<_>>(),
        [
            (HoursPlace::Holiday(1), "Say what 26 December 2026 is called"),
            (HoursPlace::Holiday(2), "25 December 2026 stands here twice: take one away"),
            (HoursPlace::Holiday(3), "Use at most 80 characters for the name of 1 January 2027"),
        ]
    );
}

#[test]
fn times_are_read_as_people_type_them_and_stored_in_one_form() {
    for (typed, stored) in
        [("9", "09:00"), ("9:00", "09:00"), ("09.30", "09:30"), (" 17:30 ", "17:30"), ("24:00", "24:00")]
    {
        let time = at(typed);
        assert_eq!(serde_json::to_string(&time).unwrap(), format!("{stored:?}"));
        assert_eq!(serde_json::from_str::<TimeOfDay>(&format!("{stored:?}")).unwrap(), time);
    }
    for typed in ["", "x", "9:5", "24:01", "25:00", "12:60", "-1:00", "9:000", "+9:00", "999", "9:00 pm", "１２:00"] {
        assert_eq!(TimeOfDay::parse(typed), None, "{typed:?}");
    }
    let hours = closed_on(week("Mon 9:00-12:00 13:00-24:00"), &["2026-12-25"]);
    let stored = serde_json::to_value(&hours).unwrap();
    assert_eq!(stored["week"][0][1]["closes"], "24:00");
    assert_eq!(stored["holidays"][0], serde_json::json!({ "day": "2026-12-25", "name": "A holiday" }));
    assert_eq!(serde_json::from_value::<OpeningHours>(stored).unwrap(), hours);
}
