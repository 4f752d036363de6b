from tests.desk import ada, house, lin

__all__ = ["ada", "house", "lin"]
