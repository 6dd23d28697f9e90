"""The Choose tab: published networks by accuracy and cost."""
