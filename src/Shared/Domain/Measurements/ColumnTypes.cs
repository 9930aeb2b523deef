namespace Farm.Domain;

/// <summary>Facts about column types.</summary>
public static class ColumnTypes
{
    extension(ColumnType type)
    {
        /// <summary>Bytes a row.</summary>
        public int Bytes => type switch
        {
            ColumnType.Flag or ColumnType.Small => 1,
            ColumnType.Count => 2,
            ColumnType.Float32 => 4,
            _ => 8,
        };
    }
}
