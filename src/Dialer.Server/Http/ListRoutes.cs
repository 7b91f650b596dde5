using Dialer.Core.Ids;
using Dialer.Lists.Headings;
using Dialer.Lists.Import;
using Dialer.Lists.Numbers;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;
using Dialer.Server.Running;
using Dialer.Store.Reports;
using Dialer.Store.Tables;
using Dialer.Store.Zones;

namespace Dialer.Server.Http;

/// <summary>The lists of a campaign, and lists that come while the program runs.</summary>
internal sealed class ListRoutes(IDialerDesk desk, LeadTable table)
{
    private static readonly string[] Encodings = ["utf-8", "utf-16", "windows-1252", "iso-8859-15", "ibm850", "macintosh"];

    public void Map(RouteGroupBuilder lists, RouteGroupBuilder imports)
    {
        lists.MapGet("/{campaign}/lists", (Caller caller, string campaign, int? limit, string? after) => Found.Campaign(desk, caller, campaign) is { } row ? Pager.Of(Views(row.Id), list => list.Id, limit, after) : Refuse.Unknown("campaign", campaign))
            .Is("listLists", Role.Supervisor, "The lists of a campaign, with their leads by state.").Says<Page<ListView>>().MayBeMissing();
        lists.MapPost("/{campaign}/lists/{list}/import", ImportAsync)
            .Is("importList", Role.Manager, "Imports a file into a list while calls go on; dryRun: looks only.")
            .WithDescription("The body is the file: CSV or a workbook. What is not given is found out from it: delimiter is one of , ; | tab; encoding utf-8, utf-16, windows-1252, iso-8859-15, ibm850 or macintosh; phones are headings of columns with numbers, with commas, first choice first; the other columns by their heading too. The same content is not imported twice into a list, unless again is true. GET /v1/imports/{import} tells how far it is.")
            .TakesFile()
            .Says<ImportView>(StatusCodes.Status202Accepted).MayBeMissing().Posts();
        imports.MapGet("/", (Caller caller, int? limit, string? after) => Pager.Of(desk.Uploads.All.Where(job => caller.SeesCampaign(job.Campaign)).OrderBy(job => job.Id, StringComparer.Ordinal).Select(View), job => job.Id, limit, after))
            .Is("listImports", Role.Supervisor, "Imports since the start of the program, the last 200.").Says<Page<ImportView>>();
        imports.MapGet("/{import}", (Caller caller, string import) => Find(caller, import) is { } job ? Results.Ok(View(job)) : Refuse.Unknown("import", import))
            .Is("getImport", Role.Supervisor, "One import: how far it is, or what it did.").Says<ImportView>().MayBeMissing();
        imports.MapGet("/{import}/rejects", (Caller caller, string import, int? limit, string? after) => Rejects(caller, import, limit, after))
            .Is("listRejects", Role.Supervisor, "The rows and numbers that an import refused, each with its line, its reason and what to do. Of a dry run the reasons are in its result.").Says<Page<RejectView>>().MayBeMissing();
    }

    private IEnumerable<ListView> Views(int campaign) => table.Lists(campaign).GroupBy(row => (row.List, row.Name)).Select(list =>
        new ListView(list.Key.List, list.Key.Name, list.Sum(row => row.Leads), list.Where(row => row.Leads > 0).ToDictionary(row => ReportWords.Word(row.State), row => row.Leads)));

    private async Task<IResult> ImportAsync(
        HttpContext context, Caller caller, string campaign, string list, string? country, bool? dryRun, bool? again, string? timeZone, int? priority, string? delimiter, string? encoding, string? phones,
        string? timeZoneColumn, string? countryColumn, string? postalCodeColumn, string? stateColumn, string? consentColumn, string? consentDateColumn, string? priorityColumn, string? customerKeyColumn)
    {
        if (Found.Campaign(desk, caller, campaign) is not { } row)
            return Refuse.Unknown("campaign", campaign);
        if ((Answers.TextError("list", list, 128, required: true) ?? Wrong(country, timeZone, priority, delimiter, encoding)) is { } wrong)
            return wrong;
        var mapping = (phones ?? timeZoneColumn ?? countryColumn ?? postalCodeColumn ?? stateColumn ?? consentColumn ?? consentDateColumn ?? priorityColumn ?? customerKeyColumn) is null ? null : new ColumnMapping
        {
            Phones = phones?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            TimeZone = timeZoneColumn,
            Country = countryColumn,
            PostalCode = postalCodeColumn,
            State = stateColumn,
            Consent = consentColumn,
            ConsentDate = consentDateColumn,
            Priority = priorityColumn,
            CustomerKey = customerKeyColumn,
        };
        string file = desk.Uploads.NewFile();
        ImportJob? job = null;
        try
        {
            await Uploads.SaveAsync(context, file).ConfigureAwait(false);
            var options = new ImportOptions(file, list, country!.ToUpperInvariant())
            {
                DefaultTimeZone = timeZone,
                Mapping = mapping,
                Delimiter = delimiter switch { null => null, "tab" => '\t', _ => delimiter[0] },
                Encoding = encoding,
                Priority = priority ?? 0,
                Again = again ?? false,
                RejectsFile = file + ".rejects.csv",
            };
            job = desk.Uploads.Begin(new CampaignId(row.Id), row.Name, options, dryRun ?? false);
        }
        finally
        {
            if (job is null)
                File.Delete(file);
        }
        return job is null
            ? Refuse.With(StatusCodes.Status429TooManyRequests, "tooManyImports", "Too many imports.", "Twenty imports wait already.", "Wait until some are done.", retryAfter: TimeSpan.FromSeconds(10))
            : Results.Accepted($"/v1/imports/{job.Id}", View(job));
    }

    private static ProblemResult? Wrong(string? country, string? timeZone, int? priority, string? delimiter, string? encoding)
    {
        if (country is null || CountryBook.Find(country.ToUpperInvariant()) is null)
            return Refuse.Field("country", "This is not a country whose numbers are known", "Use the two letters of ISO 3166, such as FR, US or GB.");
        if (timeZone is not null && !BundledZones.TryFind(timeZone, out _))
            return Refuse.Field("timeZone", "This time zone is not known", "Use an IANA name such as Europe/Paris.");
        if (priority is < 0 or > 999)
            return Refuse.Field("priority", "This priority is out of range", "Use 0 to 999.");
        if (delimiter is not (null or "," or ";" or "|" or "tab"))
            return Refuse.Field("delimiter", "This does not separate the columns of a list", "Use \",\", \";\", \"|\" or \"tab\"; or leave it out to have it detected.");
        return encoding is not null && !Encodings.Contains(encoding) ? Refuse.Field("encoding", "This encoding is not known", $"Use {string.Join(", ", Encodings)}; or leave it out to have it detected.") : null;
    }

    private ImportJob? Find(Caller caller, string import) => desk.Uploads.Find(import) is { } job && caller.SeesCampaign(job.Campaign) ? job : null;

    private IResult Rejects(Caller caller, string import, int? limit, string? after)
    {
        if (Find(caller, import) is not { } job)
            return Refuse.Unknown("import", import);
        if (Pager.Read(limit, after, out int count, out long last) is { } wrong)
            return wrong;
        var found = job.Summary?.Record.Import is > 0 and var number ? table.Rejects(number, (int)Math.Clamp(last, 0, int.MaxValue), count + 1) : [];
        return Results.Ok(new Page<RejectView>([.. found.Take(count).Select(row => new RejectView(row.Line, row.WholeRow, row.Field, row.Value, row.Reason, row.Advice))], found.Count > count ? Pager.Cursor(last + count) : null));
    }

    private static ImportView View(ImportJob job) => new(job.Id, job.Campaign, job.List, job.IsDryRun, job.StartedAt, job.State, job.Rows, job.Percent, job.Trouble, job.Summary is not { } done ? null : new ImportResultView(
        done.Record.Rows, done.Record.Leads, done.Record.RejectedRows, done.Record.NumbersRefused, done.Record.AlreadyThere, done.Encoding, done.Delimiter == '\t' ? "tab" : done.Delimiter.ToString(), done.Columns.Phones, done.Reasons, done.Notes));
}
