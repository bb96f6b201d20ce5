//! Bytes from outside → clean articles and documents; pure.
