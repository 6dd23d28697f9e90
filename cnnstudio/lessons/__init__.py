"""The course as data: lesson files, their text and steps, questions and the slips behind wrong replies. No Qt."""
