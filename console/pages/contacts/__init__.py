"""The register of contacts (通讯录): the tree of units with its vacancies, the people, and the form of one."""
