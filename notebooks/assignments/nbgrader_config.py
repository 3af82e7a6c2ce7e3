"""How nbgrader releases and grades the course's assignments, which run on the TypeScript kernel."""

c = get_config()  # noqa: F821 (nbgrader provides it)

c.CourseDirectory.course_id = "neural-notebooks"

# What stands in a released notebook where a solution was. It compiles in any function, and its test cells fail.
c.ClearSolutions.code_stub = {
    "typescript": 'throw new Error("Not answered yet: write your answer here.");',
    "python": "# YOUR CODE HERE\nraise NotImplementedError()",
}

# Training cells need more than the 30 s of the default.
c.Execute.timeout = 300

# A learner may have deleted a locked test cell: put it back, else it counts for nobody.
c.OverwriteCells.add_missing_cells = True
