//! Who is at the other end of the connection: the peer, or the hop before it when the peer is a proxy that we trust.

use std::net::{IpAddr, SocketAddr};

use actix_web::http::header::HeaderMap;

use crate::config::Network;

/// The address of the visitor, and whether somebody whom we do not trust sent forwarding headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// The visitor's address; `None` on a connection without one.
    pub address: Option<IpAddr>,
    /// A forwarding header came from a peer that is not among the trusted proxies.
    pub untrusted_forwarding: bool,
}

impl Peer {
    /// Reads the peer. Of `X-Forwarded-For` the last hop that is not a trusted proxy counts.
    pub fn of(peer: Option<SocketAddr>, headers: &HeaderMap, trusted: &[Network]) -> Self {
        let forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
        let Some(direct) = peer.map(|address| address.ip().to_canonical()) else {
            return Self { address: None, untrusted_forwarding: forwarded };
        };
        let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
        if !is_trusted(direct) {
            return Self { address: Some(direct), untrusted_forwarding: forwarded };
        }
        let hops: Vec<IpAddr> = headers
            .get_all("x-forwarded-for")
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .filter_map(|hop| hop.trim().parse::<IpAddr>().ok().map(|address| address.to_canonical()))
            .collect();
        let visitor = hops.iter().rev().copied().find(|hop| !is_trusted(*hop)).unwrap_or(direct);
        Self { address: Some(visitor), untrusted_forwarding: false }
    }

    /// The network that limits count by: /32 of IPv4, /64 of IPv6.
    pub fn network(&self) -> Vec<u8> {
        match self.address {
            Some(IpAddr::V4(address)) => address.octets().to_vec(),
            Some(IpAddr::V6(address)) => address.octets().iter().take(8).copied().collect(),
            None => Vec::new(),
        }
    }
}
