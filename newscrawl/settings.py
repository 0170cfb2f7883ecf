"""Scrapy's settings for every newscrawl crawl, by the command, `scrapy crawl` and the tests alike.

Good manners and safety first; what a crawl of boards does not need is off, because each middleware and extension
costs CPU on every page (docs/performance.md has the figures).
"""

from newscrawl.config import Config

_config = Config.from_environment()

BOT_NAME = "newscrawl"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"

NEWSCRAWL_DATABASE_URL = _config.database_url
NEWSCRAWL_DATA_DIR = str(_config.data_dir)

# The archive (docs/archive.md): what is kept of responses ("documents", "all" or "off"), in files of what size, how
# many bytes and days in all (0: no bound), and how many bytes of the disk stay free.
NEWSCRAWL_ARCHIVE = _config.archive
NEWSCRAWL_ARCHIVE_FILE_SIZE = 512 * 1024**2
NEWSCRAWL_ARCHIVE_SIZE = 10 * 1024**3
NEWSCRAWL_ARCHIVE_DAYS = 0
NEWSCRAWL_ARCHIVE_FREE = 1024**3

# Manners: one request at a time a host, a second between (none on loopback: spiders/documents.py, crawl/pace.py),
# slower where the host is slow, robots.txt obeyed, an honest name.
USER_AGENT = _config.user_agent
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "ko,en;q=0.5",
}

# Bounds: no page is worth more than this, and no certificate is taken on trust.
DOWNLOAD_MAXSIZE = 50 * 1024 * 1024
DOWNLOAD_WARNSIZE = 10 * 1024 * 1024
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_VERIFY_CERTIFICATES = True
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = 3
NEWSCRAWL_BUDGET = 0  # requests a day; none

# Only where a page may send anyone (docs/security.md): looked up first, and held to it again when connecting.
TWISTED_DNS_RESOLVER = "newscrawl.crawl.guarding.GuardedResolver"
DOWNLOAD_HANDLERS = {
    "http": "newscrawl.crawl.downloading.GuardedDownloadHandler",
    "https": "newscrawl.crawl.downloading.GuardedDownloadHandler",
    "ftp": None,
    "s3": None,
}
ROBOTSTXT_PARSER = "newscrawl.crawl.bounds.BoundedRobotParser"

# Openings into the process: all shut. The remote control runs code that it is sent.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

# A board's list depends on cookies and referers (a reader who sends them gets the page that holds the post).
COOKIES_ENABLED = False
REFERRER_POLICY = "scrapy.spidermiddlewares.referer.NoReferrerPolicy"

# What was seen is what is committed: no second memory in the scheduler, and none that grows with the crawl.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

ITEM_PIPELINES = {
    "pipelines.dates.DatesPipeline": 100,
    "pipelines.dedupe.DedupePipeline": 200,
    "pipelines.database.DatabasePipeline": 300,
}
EXTENSIONS = {
    "newscrawl.crawl.record.RunRecorder": 100,
    "newscrawl.crawl.pace.LoopbackPace": 0,
    "newscrawl.crawl.pace.HostThrottle": 0,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    # Shut above; here so that they, and the web server of one, are not even imported.
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
}
DOWNLOADER_MIDDLEWARES = {
    # Before robots.txt (100) is asked for.
    "newscrawl.crawl.guarding.GuardMiddleware": 50,
    "newscrawl.crawl.robots.RobotsMiddleware": 100,
    "newscrawl.crawl.headers.HeadersMiddleware": 400,
    "newscrawl.crawl.bounds.CookieMiddleware": 710,
    # Hears of what the one below has given up.
    "newscrawl.crawl.encryption.EncryptionMiddleware": 540,
    "newscrawl.crawl.backoff.BackoffMiddleware": 550,
    "newscrawl.crawl.encoding.EncodingMiddleware": 585,
    # Nearer to the network than what sends requests again (retries, redirects), so that those count.
    "newscrawl.crawl.budget.BudgetMiddleware": 845,
    "newscrawl.crawl.archiving.ArchiveMiddleware": 890,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
}
SPIDER_MIDDLEWARES = {
    # Error pages say something (deleted, secret, closed for now), so the spiders read them.
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}

# 100, Scrapy's default, makes 100 tasks for every callback's results.
CONCURRENT_ITEMS = 8
LOG_LEVEL = "INFO"
STATS_DUMP = False
MEMUSAGE_ENABLED = False
FEED_EXPORT_ENCODING = "utf-8"
