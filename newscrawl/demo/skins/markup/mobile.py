"""Pages of the mobile skin: a list without a table, without 번호, without an end."""

PAGE = """<!doctype html>
<html lang="ko">
<head>
{charset}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{frame.head}</head>
<body class="m">
<header><a href="/" class="home">{frame.site}</a><button type="button" class="ham" aria-label="메뉴 열기"></button>
{frame.menu}</header>
<main>
{content}</main>
{frame.side}<footer><a href="/about">소개</a> <a href="/pc">PC 화면</a></footer>
{frame.foot}</body>
</html>
"""

LIST = """<div class="top"><h2><a href="{list_path}">{board_title}</a></h2>
<span class="cnt">전체 {sheet.total:,}개</span></div>
{tabs}<ul class="post_list">
{rows}</ul>
<div class="more_area"><a href="{list_path}&amp;p={before}" class="prev">이전</a> <span>{sheet.page}</span> \
<a href="{list_path}&amp;p={after}" class="next">다음</a></div>
"""

ROW = """<li{notice}>
<a href="{address}">
{badge}<strong class="tit">{title}</strong>
<span class="info">{category}<span class="name">{author}</span><span class="date">{date}</span>\
<span class="hit">조회 {post.views:,}</span>{icons}</span>
</a>
{count}</li>
"""

NOTICE = """<span class="badge">공지</span>
"""
EMPTY = """<li class="none">게시글이 없습니다.</li>
"""
COUNT = """<a href="{address}#cmt" class="cmt_cnt"><em>{count}</em><span class="blind">개의 댓글</span></a>
"""

DOCUMENT = """<article class="view">
<div class="view_top">{category}<h1>{title}</h1>
<div class="by"><span class="name">{author}</span> <time>{date}</time>
<span class="hit">조회 {post.views:,}</span></div></div>
<div class="view_body">
{body}
</div>
{files}<div class="like"><button type="button">추천 <em>{post.votes}</em></button></div>
</article>
<section id="cmt" class="cmts"><h2>댓글 <em>{post.comments}</em></h2>
<ul>
{comments}</ul></section>
<div class="btns"><a href="{list_path}">목록으로</a></div>
"""

FILES = """<details class="files"><summary>첨부파일 {count}개</summary><ul>
{items}</ul></details>
"""

FILE = """<li><a href="/m/down.do?code={board_name}&amp;seq={key}&amp;n={at}&amp;k={token}" download>{name}</a> \
<span>{size:.0f}KB</span></li>
"""

COMMENT = """<li><b>{author}</b> <time>{date}</time><p>{words}</p></li>
"""

MESSAGE = """<div class="msg"><p>{words}</p><a href="{list_path}">목록으로</a></div>
"""
