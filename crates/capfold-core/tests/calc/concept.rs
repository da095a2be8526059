//! Elements of the taxonomies (US GAAP, IFRS) for figures.
