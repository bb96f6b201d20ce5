//! The thread that owns the writing connection. Jobs run one after the other; who sends one need
//! not wait for it.

use std::{
    path::Path,
    sync::mpsc::{self, Sender},
    thread::{self, JoinHandle},
};

use crate::store::{StoreError, Writer};

type Job = Box<dyn FnOnce(&mut Writer) + Send>;

/// Sends work to the one writer. Clones send to the same one.
#[derive(Debug, Clone)]
pub struct WriterThread {
    jobs: Sender<Job>,
}

impl WriterThread {
    /// Opens the cache at `path` and starts the thread. The handle ends once the last clone is
    /// dropped and all jobs are done.
    pub fn start(path: &Path) -> Result<(Self, JoinHandle<()>), StoreError> {
        let mut writer = Writer::open(path)?;
        let (jobs, queue) = mpsc::channel::<Job>();
        let thread = thread::spawn(move || {
            while let Ok(job) = queue.recv() {
                job(&mut writer);
            }
        });
        Ok((Self { jobs }, thread))
    }

    /// Queues a job and goes on.
    pub fn send(&self, job: impl FnOnce(&mut Writer) + Send + 'static) -> Result<(), StoreError> {
        self.jobs
            .send(Box::new(job))
            .map_err(|_| StoreError::Closed)
    }

    /// Queues a job and waits for what it gives.
    pub fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Writer) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, wait) = mpsc::sync_channel(1);
        self.send(move |writer| {
            // Who asked may have stopped waiting; the job is done all the same.
            let _ = answer.send(job(writer));
        })?;
        wait.recv().map_err(|_| StoreError::Closed)?
    }
}
