"""Values recognised by their shape, with the checks that their standards define: no value need be known beforehand."""
