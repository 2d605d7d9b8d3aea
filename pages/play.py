"""The playground: pick a model and an optimizer, and watch it descend."""

from playground.ui import playground_page

playground_page.show()
