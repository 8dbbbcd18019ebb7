"""Tests of where firmware comes from: files, the cache, a download, a build."""
