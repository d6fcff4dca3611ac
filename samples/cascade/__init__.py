"""An invented cascade: a city's plan, what districts and schools make of it, and what goes wrong.

Thirteen documents of 2023 to 2025. All schools, people and the movement are invented; the city, its districts
and their offices are real. ``truth.json`` holds their links, the contradictions planted in them, and who has
answered what.
"""
