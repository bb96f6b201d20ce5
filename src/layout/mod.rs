//! A document and a width → lines; pure.
