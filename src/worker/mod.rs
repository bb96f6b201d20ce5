//! The only network client: what is due is fetched, read, stored and grouped.
