"""People's names: surnames by frequency, given names by cohort, minority names with their forms."""

from typing import Final

import numpy as np
import pyarrow as pa

from samples.numbers import Ints, choose, join, pick, take

# The hundred commonest surnames and their share of the population in per mille.
_SURNAMES: Final = (
    "王72 李70 张68 刘53 陈45 杨31 赵23 黄22 周21 吴20 徐17 孙15 胡13 朱13 高12 林12 何12 郭11 马11 "
    "罗10 梁9 宋8 郑8 谢8 韩7 唐7 冯6 于6 董6 萧6 程6 曹6 袁5 邓5 许5 傅5 沈5 曾5 彭5 吕5 苏4 卢4 "
    "蒋4 蔡4 贾4 丁4 魏4 薛4 叶4 阎4 余4 潘4 杜4 戴4 夏4 钟4 汪4 田4 任3 姜3 范3 方3 石3 姚3 谭3 "
    "廖3 邹3 熊3 金3 陆3 郝3 孔3 白3 崔3 康3 毛3 邱3 秦3 江3 史3 顾3 侯3 邵3 孟3 龙3 万3 段2 雷2 "
    "钱2 汤2 尹2 黎2 易2 常2 武2 乔2 贺2 赖2 龚2 文2 欧阳1 司马1 上官1 诸葛1 阚1 逄1"
).split()
SURNAMES: Final = [entry.rstrip("0123456789") for entry in _SURNAMES]
SURNAME_WEIGHTS: Final = [int(entry[len(name) :]) for entry, name in zip(_SURNAMES, SURNAMES)]

# Given names that were in fashion, by sex and cohort (born before 1970, 1970–1999, since 2000).
POPULAR: Final = {
    (1, 0): "建国 国强 德明 志强 永贵 福生 长贵 玉山 金生 文华 建华 国庆 卫东 爱民 大勇 春生".split(),
    (2, 0): "秀英 桂英 秀兰 玉兰 桂兰 秀珍 凤英 玉珍 玉英 兰英 淑珍 桂芳 春梅 腊梅 爱华 菊香".split(),
    (1, 1): "伟 强 磊 军 洋 勇 杰 涛 明 超 刚 平 辉 鹏 华 飞 鑫 波 斌 宇 浩 凯 健 俊 帆 帅".split(),
    (2, 1): "芳 娜 敏 静 丽 艳 娟 霞 燕 玲 婷 雪 倩 颖 莉 萍 红 慧 琳 洁 晶 莹 丹 蓉 黎 薇".split(),
    (1, 2): "浩宇 浩然 宇轩 子轩 俊杰 梓豪 博文 宇航 子涵 奕辰 沐宸 皓轩 睿 铭泽 一诺 佳豪".split(),
    (2, 2): "梓涵 欣怡 诗涵 子萱 雨桐 可馨 一诺 语桐 思颖 佳怡 梦琪 雨萱 若曦 艺涵 依诺 紫萱".split(),
}
MALE: Final = list("伟强军杰涛明超刚平辉鹏华飞波斌宇浩凯健俊志文国建海龙成永德林东庆宏光新学家正兴荣贵福"
                   "祥瑞嘉泽晨旭睿轩博远思毅恒昊炜玮彬松柏江山峰峻岩")
FEMALE: Final = list("芳娜敏静丽艳娟霞燕玲婷雪倩颖莉萍红慧琳洁晶莹丹蓉薇秀英桂兰玉珍凤淑梅菊香春云美"
                     "欣怡雨桐思佳梦琪若依紫诗涵语馨曦菲妍璐瑶蕾蓓")

# Transliterated names: one of each row is as good as another, and departments choose differently.
TRANSLITERATIONS: Final = (
    ("买买提", "麦麦提", "买合买提"), ("艾合买提", "艾买提", "阿合买提"),
    ("阿不都热合曼", "阿卜杜热合曼", "阿布都热合曼"), ("吐尔逊", "图尔逊", "吐尔孙"),
    ("玉素甫", "玉苏普", "优素甫"), ("依布拉音", "伊布拉音", "依卜拉欣"),
    ("阿迪力", "阿地力", "艾迪力"), ("艾尼瓦尔", "安尼瓦尔", "艾尼完尔"),
    ("库尔班", "古尔班", "库尔巴"), ("肉孜", "肉孜阿吉", "柔孜"), ("塔依尔", "塔伊尔", "塔依"),
    ("阿依古丽", "阿伊古丽", "阿依古力"), ("热娜古丽", "热纳古丽", "热娜古力"),
    ("帕提古丽", "帕提姑丽", "帕提古力"), ("古丽娜尔", "古力娜尔", "姑丽娜尔"),
    ("米热班", "米尔班", "米日班"), ("阿米娜", "艾米娜", "阿米娜木"), ("努尔兰", "努兰", "奴尔兰"),
    ("叶尔肯", "叶尔垦", "也尔肯"), ("巴合提", "巴哈提", "巴赫提"),
)
_TURKIC_MEN: Final = [row[0] for row in (*TRANSLITERATIONS[:11], *TRANSLITERATIONS[17:])]
_TURKIC_WOMEN: Final = [row[0] for row in TRANSLITERATIONS[11:17]]
_TIBETAN_FIRST: Final = "扎西 次仁 丹增 多吉 格桑 旦增 洛桑 平措 索朗 普布 达瓦 尼玛 强巴 贡布".split()
_TIBETAN_MEN: Final = "顿珠 平措 多吉 旺堆 坚赞 罗布 次旺 伦珠 群培".split()
_TIBETAN_WOMEN: Final = "卓玛 央金 拉姆 曲珍 白玛 德吉 卓嘎 措姆 拉珍".split()
_MONGOLIAN_MEN: Final = "巴特尔 苏日勒 哈斯 朝鲁 那顺 布和 阿古拉 巴雅尔 特木尔 乌恩".split()
_MONGOLIAN_WOMEN: Final = "其其格 乌兰 娜仁 萨仁 托娅 高娃 斯琴 乌日娜 琪琪格 塔娜".split()
_YI_CLANS: Final = "吉克 阿苦 沙马 曲比 俄木 吉木 海来 的日 阿尔 马海".split()
_YI_GIVEN: Final = "阿牛 尔布 木呷 拉日 伍各 阿依 阿支 史布 里娃 子呷".split()
_RUSSIAN_MEN: Final = "尼古拉 亚历山大 伊万 谢尔盖 彼得 阿列克谢".split()
_RUSSIAN_WOMEN: Final = "娜塔莎 喀秋莎 玛丽娅 安娜 叶莲娜 柳德米拉".split()

TURKIC: Final = (5, 17, 29, 41, 43, 50)
TIBETAN: Final = (4, 54)
MONGOLIAN, YI, RUSSIAN = 2, 7, 44


def surnames(rng: np.random.Generator, count: int) -> Ints:
    """Positions in SURNAMES, drawn by frequency."""
    return pick(rng.random(count), SURNAME_WEIGHTS)


def given(rng: np.random.Generator, sex: Ints, born: Ints) -> pa.Array:
    """Given names fitting sex and year of birth."""
    count = len(sex)
    cohort = np.digitize(born, [1970, 2000])
    group = (sex - 1) * 3 + cohort
    popular = [POPULAR[s, c] for s in (1, 2) for c in (0, 1, 2)]
    flat, starts = _flatten(popular)
    sizes = np.array([len(words) for words in popular])
    # Squaring prefers the front of each list: names in fashion are shared by many.
    fashion = take(flat, starts[group] + (rng.random(count) ** 2 * sizes[group]).astype(np.int64))
    pool, pool_starts = _flatten([MALE, FEMALE])
    lengths = np.array([len(MALE), len(FEMALE)])[sex - 1]
    first = take(pool, pool_starts[sex - 1] + (rng.random(count) * lengths).astype(np.int64))
    second = take(pool, pool_starts[sex - 1] + (rng.random(count) * lengths).astype(np.int64))
    two = join(first, second)
    kind = rng.random(count)
    return choose(kind < 0.35, fashion, choose(kind < 0.45, first, two))


def full_names(
    rng: np.random.Generator, surname: Ints, sex: Ints, born: Ints, ethnic: Ints
) -> pa.Array:
    """Whole names: surname and given name, or the forms of peoples who name otherwise."""
    names = join(take(SURNAMES, surname), given(rng, sex, born))
    for people, make in (
        (TURKIC, _turkic), (TIBETAN, _tibetan), ((MONGOLIAN,), _mongolian), ((YI,), _yi),
        ((RUSSIAN,), _russian),
    ):
        # Half of the Mongols and two thirds of the Yi use Chinese surnames.
        keep = {MONGOLIAN: 0.5, YI: 0.35}.get(people[0], 1.0)
        chosen = np.isin(ethnic, people) & (rng.random(len(sex)) < keep)
        if chosen.any():
            count = int(chosen.sum())
            replaced = names.to_numpy(zero_copy_only=False).copy()
            replaced[chosen] = make(rng, sex[chosen], count).to_numpy(zero_copy_only=False)
            names = pa.array(replaced, pa.string())
    return names


def _flatten(lists: list[list[str]]) -> tuple[list[str], Ints]:
    starts = np.cumsum([0, *(len(words) for words in lists[:-1])])
    return [word for words in lists for word in words], starts


def _any(rng: np.random.Generator, words: list[str], count: int) -> pa.Array:
    return take(words, rng.integers(0, len(words), count))


def _by_sex(
    rng: np.random.Generator, sex: Ints, men: list[str], women: list[str]
) -> pa.Array:
    return choose(sex == 1, _any(rng, men, len(sex)), _any(rng, women, len(sex)))


def _turkic(rng: np.random.Generator, sex: Ints, count: int) -> pa.Array:
    own = _by_sex(rng, sex, _TURKIC_MEN, _TURKIC_WOMEN)
    return join(own, "·", _any(rng, _TURKIC_MEN, count))


def _tibetan(rng: np.random.Generator, sex: Ints, count: int) -> pa.Array:
    return join(_any(rng, _TIBETAN_FIRST, count), _by_sex(rng, sex, _TIBETAN_MEN, _TIBETAN_WOMEN))


def _mongolian(rng: np.random.Generator, sex: Ints, count: int) -> pa.Array:
    del count
    return _by_sex(rng, sex, _MONGOLIAN_MEN, _MONGOLIAN_WOMEN)


def _yi(rng: np.random.Generator, sex: Ints, count: int) -> pa.Array:
    del sex
    return join(_any(rng, _YI_CLANS, count), "·", _any(rng, _YI_GIVEN, count))


def _russian(rng: np.random.Generator, sex: Ints, count: int) -> pa.Array:
    own = _by_sex(rng, sex, _RUSSIAN_MEN, _RUSSIAN_WOMEN)
    return join(own, "·", _any(rng, _RUSSIAN_MEN, count))
