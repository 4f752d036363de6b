"""What they ask for: titles and prompts as a creative team writes them, in English and Chinese."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Scene:
    """`author` is a name of the cast. `multi`: the prompt tells several shots."""

    author: str
    title: str
    prompt: str
    multi: bool = False


def _scenes(author: str, *rows: tuple[str, str]) -> tuple[Scene, ...]:
    return tuple(Scene(author=author, title=title, prompt=prompt) for title, prompt in rows)


SCENES: tuple[Scene, ...] = (
    *_scenes(
        "Lin",
        (
            "The harbour wakes",
            "Slow drift over a quiet harbour before sunrise, fishing boats rocking at their lines, mist on the water, "
            "first warm light on the masts. Calm, wide, no people.",
        ),
        (
            "Title card plate",
            "Empty horizon over a still lake at dusk, generous dark sky in the upper half for lettering, "
            "a single band of amber light.",
        ),
        ("Closing shot", "The same bay at night, lamps reflected in long lines, one boat leaving to the left."),
    ),
    *_scenes(
        "Mara",
        (
            "Dunes at dusk",
            "Golden dunes at the end of the day, long blue shadows, sand lifting from the ridges in a light wind. "
            "The camera glides low and never cuts.",
        ),
        ("Alpine morning", "Layered mountains in morning haze, each ridge paler than the one before, birds far off."),
        (
            "Packshot without the pack",
            "Macro of rain on a dark slate surface, soft window light from the left, drops joining and running. "
            "Room on the right third for the product.",
        ),
        ("Paper boat", "A paper boat crosses a rain puddle, city lights bokeh behind it, shot from the water line."),
        ("Loop for the lobby screen", "Slow clouds over low hills, seamless, nothing that asks for attention."),
    ),
    *_scenes(
        "Jonas",
        (
            "Red sun test",
            "Red evening sun behind black hills, haze in the valleys, long lens, heat shimmer, held still for five "
            "seconds.",
        ),
        ("Storm front", "A weather front moves over the open sea, grey on grey, one bright gap at the horizon."),
        ("Night drive", "Dashboard view of an empty coastal road at night, moon on the sea to the right, no music."),
        ("Vertical teaser", "Sun rising between two cliffs, straight up the frame, made for phones, sound of waves."),
        ("Lighthouse", "An old lighthouse turns its beam through fog at blue hour, slow, steady, a little lonely."),
    ),
    *_scenes(
        "Yuki",
        (
            "Northern lights over the ridge",
            "Green and violet northern lights move over a dark mountain ridge, stars clear above, snow glowing "
            "faintly. Locked camera.",
        ),
        ("Moon on water", "Full moon over a calm sea, a broad path of glitter towards us, thin clouds passing."),
        ("Lake, early", "A mountain lake at first light, perfect mirror, one ripple from the left after two seconds."),
        ("Poster square", "Pastel hills under a low sun, flat shapes, paper-cut feeling, square."),
        ("Stars turning", "Night sky over black pines, stars turning slowly, the faint band of the galaxy."),
    ),
    *_scenes(
        "小雨",
        (
            "海港清晨",
            "清晨的海港，薄雾贴着水面缓缓流动，渔船轻轻摇晃，第一缕阳光落在桅杆上。镜头缓慢推进。",
        ),
        ("月下海面", "满月升起在平静的海面上，波光粼粼铺向镜头，薄云慢慢飘过，远处有一盏渔火。"),
        ("片头空镜", "黄昏的湖面与远山，天空占上半部分，留出片名的位置，暖色只有一线。"),
        ("纸船", "一只纸船漂过雨后的水洼，背景是虚化的城市灯光，低机位，水面高度拍摄。"),
        ("竖屏预告", "两座山崖之间日出，阳光沿画面向上升起，海浪声，适合手机竖屏观看。"),
        ("极光", "绿色和紫色的极光在雪山上空流动，繁星清晰，镜头固定不动。"),
    ),
    *_scenes(
        "阿泽",
        ("红色晚霞", "红色的夕阳落在黑色山脊之后，山谷里有薄薄的雾，长焦，热浪微微晃动。"),
        ("雨夜石板路", "雨夜的江南石板路，灯笼倒映在积水里，一把油纸伞从画面右侧走过。"),
        ("云海", "云海在群山之间翻涌，山峰像岛屿一样露出来，晨光从左侧照入。"),
        ("沙丘", "傍晚的沙丘，长长的蓝色影子，风把细沙从脊线上吹起，镜头贴地滑行。"),
    ),
    Scene(
        author="Mara",
        title="Three beats for the trailer",
        prompt="Shot 1: fog over a black sea, wide. Shot 2: a lamp is lit in a window, close. "
        "Shot 3: the fog opens and the town lies there in the sun, wide again.",
        multi=True,
    ),
    Scene(
        author="小雨",
        title="三个镜头",
        prompt="镜头一：远山与云海，全景。镜头二：茶壶里升起的热气，特写。镜头三：推开窗，阳光洒满房间，中景。",
        multi=True,
    ),
)


def scene(title: str) -> Scene:
    return next(one for one in SCENES if one.title == title)
