from tests.desk import ada, house, lin
from tests.pipeline.conftest import account, journey, provider

__all__ = ["account", "ada", "house", "journey", "lin", "provider"]
