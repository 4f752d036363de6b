from tests.desk import ada, house, lin, mara
from tests.pipeline.conftest import account, journey, provider

__all__ = ["account", "ada", "house", "journey", "lin", "mara", "provider"]
