namespace Dialer.Store;

/// <summary>A column of a bulk insert.</summary>
internal readonly record struct BulkColumn(string Name, BulkType Type)
{
    /// <param name="type">As SQL declares it.</param>
    public static BulkColumn Of(string name, string type) => new(name, type switch
    {
        "SMALLINT" => BulkType.Small,
        "INTEGER" => BulkType.Whole,
        "BIGINT" => BulkType.Big,
        "TEXT" => BulkType.Text,
        "REAL" => BulkType.Real,
        "DOUBLE PRECISION" => BulkType.Double,
        _ => throw new StoreException($"column {name}: a store has no {type}"),
    });

    public static BulkColumn Small(string name) => new(name, BulkType.Small);

    public static BulkColumn Whole(string name) => new(name, BulkType.Whole);

    public static BulkColumn Big(string name) => new(name, BulkType.Big);

    public static BulkColumn Text(string name) => new(name, BulkType.Text);
}
